import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** More than any page has places for the focus. */
const PLACES_MAX = 400;
const OPTIONS_MAX = 60;

/** A person without a mouse: Tab, Enter, Space, arrows and letters, and what has the focus gets them. */
export type Keys = Readonly<{
  /** Goes there with Tab. Fails where Tab does not lead. */
  to: (place: Locator) => Promise<void>;
  press: (button: Locator) => Promise<void>;
  tick: (box: Locator) => Promise<void>;
  write: (field: Locator, text: string) => Promise<void>;
  choose: (field: Locator, option: string) => Promise<void>;
  enter: () => Promise<void>;
}>;

export function keysAlone(page: Page): Keys {
  const { keyboard } = page;
  const isThere = (place: Locator): Promise<boolean> =>
    place.evaluate((element) => element === element.ownerDocument.activeElement);
  const to = async (place: Locator): Promise<void> => {
    await expect(place).toBeVisible();
    await expect(place).toBeEnabled();
    for (let places = 0; places < PLACES_MAX; places += 1) {
      if (await isThere(place)) return;
      await keyboard.press("Tab");
    }
    throw new Error(`Tab does not lead to ${String(place)}`);
  };
  return {
    to,
    press: async (button) => {
      await to(button);
      await keyboard.press("Enter");
    },
    tick: async (box) => {
      await to(box);
      await keyboard.press("Space");
    },
    write: async (field, text) => {
      await to(field);
      await keyboard.press("End");
      await keyboard.press("Shift+Home");
      await keyboard.type(text);
      await expect(field).toHaveValue(text);
    },
    choose: async (field, option) => {
      await to(field);
      const chosen = (): Promise<string> =>
        field.evaluate((element) =>
          element instanceof HTMLSelectElement ? (element.selectedOptions[0]?.text ?? "") : "",
        );
      for (let options = 0; options < OPTIONS_MAX && (await chosen()) !== option; options += 1)
        await keyboard.press("ArrowDown");
      expect(await chosen()).toBe(option);
    },
    enter: () => keyboard.press("Enter"),
  };
}
