/**
 * Returns whether all marks of a name belong to letters of a script in use today, so that readers can tell names apart.
 * Follows the identifiers that Unicode UTS 39 allows, but is stricter with marks and modifier letters of no script.
 *
 * @param name The name, in Unicode's form NFC.
 */
export function hasLivingMarksOnly(name: string): boolean {
  if (/^[\0-\x7f]*$/.test(name)) return true;
  return !hasStrayLetter(name) && !hasPiledMarks(name) && !hasStrayMark(withoutLatin(name));
}

// Patterns with scripts of Unicode are made when they are called: V8 reads the sets of a literal together with the module,
// a millisecond of each start.

/**
 * Removes Latin letters in use today that have no character of their own in Unicode: with tones in Yoruba, in African languages
 * with `ɛ` or `ɔ`, and in Navajo; `g̃` of Guarani; `m̀`, `n̄`; and vowels with a line below, as in Nuer and Choctaw (exemplar
 * characters of CLDR 48, without marks that are hardly visible).
 */
function withoutLatin(name: string): string {
  return name.replaceAll(
    /[ẸẹỌọ][\u0300\u0301]|[ƐɛƆɔƏəƎǝƗɨɄʉƖɩƱʊŊŋ][\u0300-\u0304\u0308\u030c]|[ĄąĘęĮįǪǫ]\u0301|[Gg]\u0303|[Mm][\u0300\u0304]|[Nn]\u0304|[AaEeIiOoƐɛƆɔ]\u0331/gu,
    "",
  );
}

/**
 * Finds marks that no name may have: enclosing marks, marks of no script, and marks of scripts whose letters are single
 * characters with their marks or have none. Vowel points of Arabic and Hebrew are allowed.
 */
function hasStrayMark(name: string): boolean {
  return new RegExp(
    "\\p{Me}|(?=\\p{M})(?![\\u064b-\\u0655\\u0670\\u05b0-\\u05bc\\u05c1\\u05c2\\u05c7])[\\p{Script=Zyyy}\\p{Script=Zinh}\\p{Script=Latn}\\p{Script=Grek}\\p{Script=Cyrl}\\p{Script=Armn}\\p{Script=Geor}\\p{Script=Hang}\\p{Script=Hani}\\p{Script=Hira}\\p{Script=Kana}\\p{Script=Arab}\\p{Script=Hebr}]",
    "u",
  ).test(name);
}

/**
 * Finds letters that look like punctuation or like a superscript: modifier letters of no script, other than the long vowel of
 * Japanese, and Latin clicks and stops such as `ǃ` and `ꞌ`.
 */
function hasStrayLetter(name: string): boolean {
  return new RegExp(
    "(?=\\p{Lm})(?!ー)[\\p{Script=Zyyy}\\p{Script=Zinh}\\p{Script=Latn}\\p{Script=Grek}\\p{Script=Cyrl}\\p{Script=Geor}]|[ǀ-ǃꞋꞌꞏ]",
    "u",
  ).test(name);
}

/** Finds what Unicode UTS 39 (5.4) forbids in every script: the same mark twice, and more than four nonspacing marks. */
function hasPiledMarks(name: string): boolean {
  return /\p{Mn}{5}|(\p{M})\1/u.test(name);
}
