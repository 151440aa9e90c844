const WORD_MAX = 60;
const WORDS_MAX = 6;

/**
 * The beginnings of words that a search asks for, as the index of words has them (words_of in the migration): in
 * small letters, numbers as one however they are grouped, the longest first. Empty: nothing is asked for.
 */
export function searchWords(search: string): readonly string[] {
  const text = search.trim().toLocaleLowerCase("nb-NO");
  const words = /^\d[\d .-]*$/.test(text)
    ? [text.replaceAll(/\D/g, "")]
    : text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  return [...new Set(words.map((word) => word.slice(0, WORD_MAX)))]
    .toSorted((a, b) => b.length - a.length)
    .slice(0, WORDS_MAX);
}
