// NATS's client is CommonJS. `deno bundle` adds the runtime's `require`, from `node:module`, to what every subcommand loads if
// any file of the bundle requires something, so this module has a bundle of its own (docs/adr/0004-bundling.md).
export {
  type Authenticator,
  connect,
  credsAuthenticator,
  type NatsConnection,
  type Subscription,
} from "@nats-io/transport-node";
