/**
 * Letters of Latin that people write today and Unicode has no single character for: those with tones in Yoruba, in languages of
 * Africa that write `ɛ` or `ɔ`, and in Navajo; `g̃` of Guarani; `m̀`, `n̄`; and vowels with a line below, as in Nuer and Choctaw
 * (the exemplar characters of CLDR 48, without marks that hardly show).
 */
const LATIN =
  /[ẸẹỌọ][\u0300\u0301]|[ƐɛƆɔƏəƎǝƗɨɄʉƖɩƱʊŊŋ][\u0300-\u0304\u0308\u030c]|[ĄąĘęĮįǪǫ]\u0301|[Gg]\u0303|[Mm][\u0300\u0304]|[Nn]\u0304|[AaEeIiOoƐɛƆɔ]\u0331/gu;

/**
 * Marks that no name has: those that go around a letter, those that stand for no script, and those of scripts that write each
 * letter with its marks as one character or without any. Of Arabic and Hebrew there are the points of vowels.
 */
const STRAY_MARK =
  /\p{Me}|(?=\p{M})(?![\u064b-\u0655\u0670\u05b0-\u05bc\u05c1\u05c2\u05c7])[\p{Script=Zyyy}\p{Script=Zinh}\p{Script=Latn}\p{Script=Grek}\p{Script=Cyrl}\p{Script=Armn}\p{Script=Geor}\p{Script=Hang}\p{Script=Hani}\p{Script=Hira}\p{Script=Kana}\p{Script=Arab}\p{Script=Hebr}]/u;

/**
 * Letters that look like a sign, or as one raised beside the last: modifier letters of no script of their own, other than the
 * long vowel of Japanese, and clicks and stops of Latin such as `ǃ` and `ꞌ`.
 */
const STRAY_LETTER =
  /(?=\p{Lm})(?!ー)[\p{Script=Zyyy}\p{Script=Zinh}\p{Script=Latn}\p{Script=Grek}\p{Script=Cyrl}\p{Script=Geor}]|[ǀ-ǃꞋꞌꞏ]/u;

/** What Unicode UTS 39 (5.4) forbids in any script: the same mark twice, and more than four that take no room of their own. */
const PILED = /\p{Mn}{5}|(\p{M})\1/u;

/**
 * Tells whether the marks of a name are those of letters in a script that people write today, so that it differs from the name
 * without them as other letters do. What Unicode UTS 39 calls allowed in identifiers is what this follows, and is stricter with
 * marks and modifier letters that belong to no script.
 *
 * @param name The name, in Unicode's form NFC.
 */
export function hasLivingMarksOnly(name: string): boolean {
  if (/^[\0-\x7f]*$/.test(name)) return true;
  return !STRAY_LETTER.test(name) && !PILED.test(name) &&
    !STRAY_MARK.test(name.replaceAll(LATIN, ""));
}
