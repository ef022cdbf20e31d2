import type { ChatTexts } from "../locale/texts/catalogue.ts";
import { nearestWord } from "../protocol/text/nearest_word.ts";

/**
 * Returns the end of an error about an unknown word: the word that was probably meant, or nothing if none is near.
 *
 * @param typed The unknown word.
 * @param words The words that exist.
 * @param texts The language.
 */
export function didYouMean(typed: string, words: readonly string[], texts: ChatTexts): string {
  const word = nearestWord(typed, words);
  return word === undefined ? "" : texts.chat.didYouMean(`'${word}'`);
}
