/** How the days are shown, as it stands in the address: a chart of all shops unless it says otherwise. */
export type MerchantView = Readonly<{ view: "table" | undefined; split: "units" | undefined }>;

export function readView(values: Readonly<Record<string, string | undefined>>): MerchantView {
  return {
    view: values["view"] === "table" ? "table" : undefined,
    split: values["split"] === "units" ? "units" : undefined,
  };
}
