"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";

import { withHeader } from "@/components/features/bank/csv-draft";
import { useAccountFault } from "@/components/features/bank/account-fault";
import { SelectField, TextField } from "@/components/ui/field";
import type { CsvLayoutWire } from "@/lib/contracts/bank-import";
import { CSV_DELIMITERS, DATE_ORDERS, TEXT_ENCODINGS } from "@/lib/domain/bank/csv-layout";
import type { TextEncoding } from "@/lib/domain/bank/csv-layout";

const DELIMITER_NAMES = { ";": "semicolon", ",": "comma", "\t": "tab", "|": "bar" } as const;
const DECIMALS = [",", "."] as const;

type CsvOptionsProps = Readonly<{
  layout: CsvLayoutWire;
  header: readonly string[];
  /** As the file shows it. */
  encoding: TextEncoding | null;
  onChange: (layout: CsvLayoutWire) => void;
  account: string;
  /** The account that the file itself says, as people write it. */
  accountFound: string | undefined;
  accounts: readonly string[];
  accountFault: string | undefined;
  onAccount: (account: string) => void;
  onAccountDone: () => void;
}>;

/** Everything about a CSV file that is no column: marks, orders, letters, and whose account it is. */
export function CsvOptions(props: CsvOptionsProps) {
  const t = useTranslations("bank.csv");
  const { layout, header, onChange } = props;
  const id = useId();
  const say = useAccountFault();
  const hasOut = layout.columns.some(({ role }) => role === "moneyOut");
  return (
    <>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <SelectField
          label={t("delimiter")}
          value={layout.delimiter}
          onChange={(event) => {
            const delimiter = CSV_DELIMITERS.find((of) => of === event.target.value);
            // Other columns: what they hold is said anew.
            if (delimiter !== undefined) onChange({ ...layout, delimiter, columns: [] });
          }}
        >
          {CSV_DELIMITERS.map((delimiter) => (
            <option key={delimiter} value={delimiter}>
              {t(`delimiters.${DELIMITER_NAMES[delimiter]}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("dateOrder")}
          value={layout.dateOrder}
          onChange={(event) => {
            const dateOrder = DATE_ORDERS.find((of) => of === event.target.value);
            if (dateOrder !== undefined) onChange({ ...layout, dateOrder });
          }}
        >
          {DATE_ORDERS.map((order) => (
            <option key={order} value={order}>
              {t(`dateOrders.${order}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("decimal")}
          value={layout.decimal}
          onChange={(event) => {
            const decimal = DECIMALS.find((of) => of === event.target.value);
            if (decimal !== undefined) onChange({ ...layout, decimal });
          }}
        >
          <option value=",">{t("decimals.comma")}</option>
          <option value=".">{t("decimals.point")}</option>
        </SelectField>
        <SelectField
          label={t("encoding")}
          value={layout.encoding ?? ""}
          onChange={(event) =>
            onChange({
              ...layout,
              encoding: TEXT_ENCODINGS.find((of) => of === event.target.value) ?? null,
            })
          }
        >
          <option value="">
            {t("encodingAuto")}
            {props.encoding !== null && `: ${props.encoding}`}
          </option>
          {TEXT_ENCODINGS.map((encoding) => (
            <option key={encoding} value={encoding}>
              {encoding}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="grid gap-3 md:grid-cols-2">
        <div>
          <TextField
            label={t("account")}
            hint={
              props.accountFound === undefined
                ? t("accountHint")
                : t("accountFound", { account: props.accountFound })
            }
            error={props.accountFault === undefined ? undefined : say(props.accountFault)}
            value={props.account}
            list={`${id}-accounts`}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => props.onAccount(event.target.value)}
            onBlur={props.onAccountDone}
          />
          <datalist id={`${id}-accounts`}>
            {props.accounts.map((account) => (
              <option key={account} value={account}>
                {account}
              </option>
            ))}
          </datalist>
        </div>
        <TextField
          label={t("currency")}
          hint={t("currencyHint")}
          defaultValue={layout.currency ?? ""}
          maxLength={3}
          autoComplete="off"
          onBlur={(event) => {
            const currency = event.target.value.trim().toUpperCase();
            if (currency === (layout.currency ?? "")) return;
            if (currency === "" || /^[A-Z]{3}$/.test(currency))
              onChange({ ...layout, currency: currency === "" ? null : currency });
          }}
        />
      </div>
      <div className="grid gap-1.5">
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={layout.hasHeader}
            onChange={(event) => onChange(withHeader(layout, header, event.target.checked))}
          />
          {t("hasHeader")}
        </label>
        {hasOut && (
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={layout.isOutNegative}
              onChange={(event) => onChange({ ...layout, isOutNegative: event.target.checked })}
            />
            {t("outNegative")}
          </label>
        )}
      </div>
    </>
  );
}
