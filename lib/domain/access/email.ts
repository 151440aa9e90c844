const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,}$/;

/** Whether a text can be an e-mail address: a letter to it shows whether it is one. */
export function isEmailAddress(text: string): boolean {
  return EMAIL.test(text);
}
