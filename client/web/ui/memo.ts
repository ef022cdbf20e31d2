import { Component, type ComponentChild, type FunctionComponent, h } from "preact";

/** Wraps a component so that it renders again only when one of its props changed. */
export function memo<P extends object>(draw: FunctionComponent<P>): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return Object.entries(next).some(([key, value]) => this.props[key as keyof P] !== value);
    }

    override render(): ComponentChild {
      return h(draw, this.props);
    }
  }
  return (props) => h(Memo, props);
}
