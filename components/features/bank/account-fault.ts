import { useTranslations } from "next-intl";

const FAULTS = ["characters", "length", "check-digit", "ambiguous", "currency", "empty"] as const;

/** Says why a text that was typed is no account number, or not one that can be linked. */
export function useAccountFault(): (reason: string) => string {
  const t = useTranslations("bank.accountFaults");
  return (reason) => t(FAULTS.find((of) => of === reason) ?? "characters");
}
