import type { LedgerDate } from "@/lib/core/ledger-date";
import { finishEntry } from "@/lib/formats/bank/camt-entry";
import { beginStatement, finishStatement } from "@/lib/formats/bank/camt-statement";
import { newEntry, newStatement } from "@/lib/formats/bank/camt-state";
import type { CamtState, Money } from "@/lib/formats/bank/camt-state";
import { readIsoDate } from "@/lib/formats/bank/dates";
import { fault } from "@/lib/formats/bank/fault";

/**
 * The elements of camt.053 that are read, and what each of them does. All others are passed over whole. The tree is
 * that of versions 001.02 to 001.13: what differs between them stands here side by side (ISO 20022, Bank-to-Customer
 * Statement; element names are those of the standard).
 */
export type Element = Readonly<{
  open?: (state: CamtState) => void;
  close?: (state: CamtState) => void;
  /** Its own text, trimmed; an element without it does not collect any. */
  text?: (state: CamtState, text: string) => void;
  /** Whether its attribute `Ccy` is wanted. */
  hasCurrency?: boolean;
  in?: Readonly<Record<string, Element>>;
}>;

type SetText = NonNullable<Element["text"]>;
const leaf = (text: SetText): Element => ({ text });
const money = (text: SetText): Element => ({ text, hasCurrency: true });
/** `<Sts>BOOK</Sts>`, `<Sts><Cd>BOOK</Cd></Sts>`: the text of the element or of one of its children. */
const either = (names: readonly string[], set: SetText): Element => {
  const text: SetText = (state, found) => {
    if (found !== "") set(state, found);
  };
  return { text, in: Object.fromEntries(names.map((name) => [name, { text }])) };
};
const dateOf = (state: CamtState, text: string): LedgerDate => {
  if (text === state.dateText && state.date !== undefined) return state.date;
  const date = readIsoDate(text);
  if (date === undefined) throw fault(state.place, "date", text, "a date such as 2026-11-21");
  state.dateText = text;
  state.date = date;
  return date;
};
const moneyOf = (state: CamtState, text: string): Money => ({ text, currency: state.currency });
const onDate = (set: (state: CamtState, date: LedgerDate) => void): Element =>
  either(["Dt", "DtTm"], (state, text) => set(state, dateOf(state, text)));

const ofEntry = (field: "reference" | "additional"): Element =>
  leaf((state, text) => state.addText(state.entry.texts, field, text));
const ofTransaction = (field: "remittance" | "reference" | "additional"): Element =>
  leaf((state, text) => state.addText(state.transaction.texts, field, text));

/** A party: its name stood directly in it before version 08, and stands in `Pty` since. */
const party = (of: "debtors" | "creditors"): Element => {
  const name = leaf((state, text) => {
    if (text === "") return;
    state.weigh(text.length);
    state.transaction[of].push(text);
  });
  return { in: { Nm: name, Pty: { in: { Nm: name } } } };
};

/** `AmtDtls`: the booked amount may stand here in the account's currency when the entry's is another. */
const amountDetails = (of: "entry" | "transaction"): Element => {
  const amount: Element = {
    in: {
      Amt: money((state, text) => {
        state.weigh(text.length);
        state[of].otherAmounts.push(moneyOf(state, text));
      }),
    },
  };
  return { in: { TxAmt: amount, CntrValAmt: amount, InstdAmt: amount } };
};

const REFERENCES: Element = {
  in: {
    ...Object.fromEntries(
      [
        "MsgId",
        "PmtInfId",
        "InstrId",
        "EndToEndId",
        "TxId",
        "UETR",
        "ChqNb",
        "ClrSysRef",
        "AcctOwnrTxId",
      ].map((name) => [name, ofTransaction("reference")]),
    ),
    AcctSvcrRef: leaf((state, text) => {
      state.transaction.bankReference = text;
    }),
    Prtry: { in: { Ref: ofTransaction("reference") } },
  },
};

const TRANSACTION: Element = {
  open: (state) => state.addTransaction(),
  in: {
    Refs: REFERENCES,
    Amt: money((state, text) => {
      state.transaction.amount = moneyOf(state, text);
    }),
    CdtDbtInd: leaf((state, text) => {
      state.transaction.direction = text;
    }),
    AmtDtls: amountDetails("transaction"),
    RltdPties: {
      in: {
        Dbtr: party("debtors"),
        UltmtDbtr: party("debtors"),
        InitgPty: party("debtors"),
        Cdtr: party("creditors"),
        UltmtCdtr: party("creditors"),
      },
    },
    RmtInf: {
      in: {
        Ustrd: ofTransaction("remittance"),
        Strd: {
          in: {
            RfrdDocInf: { in: { Nb: ofTransaction("reference") } },
            CdtrRefInf: { in: { Ref: ofTransaction("reference") } },
            AddtlRmtInf: ofTransaction("remittance"),
          },
        },
      },
    },
    RtrInf: { in: { AddtlInf: ofTransaction("additional") } },
    AddtlTxInf: ofTransaction("additional"),
  },
};

const ENTRY: Element = {
  open: (state) => {
    state.entry = newEntry(state.place);
  },
  close: finishEntry,
  in: {
    NtryRef: ofEntry("reference"),
    Amt: money((state, text) => {
      state.entry.amount = moneyOf(state, text);
    }),
    CdtDbtInd: leaf((state, text) => {
      state.entry.direction = text;
    }),
    RvslInd: leaf((state, text) => {
      state.entry.isReversal = text === "true" || text === "1";
    }),
    Sts: either(["Cd", "Prtry"], (state, text) => {
      state.entry.status = text;
    }),
    BookgDt: onDate((state, date) => {
      state.entry.bookingDate = date;
    }),
    ValDt: onDate((state, date) => {
      state.entry.valueDate = date;
    }),
    AcctSvcrRef: leaf((state, text) => {
      state.entry.bankReference = text;
    }),
    AmtDtls: amountDetails("entry"),
    NtryDtls: {
      in: {
        Btch: { in: { MsgId: ofEntry("reference"), PmtInfId: ofEntry("reference") } },
        TxDtls: TRANSACTION,
      },
    },
    AddtlNtryInf: ofEntry("additional"),
  },
};

const BALANCE: Element = {
  open: (state) => state.addBalance(),
  in: {
    Tp: {
      in: {
        CdOrPrtry: either(["Cd", "Prtry"], (state, text) => {
          state.balance.type = text;
        }),
      },
    },
    Amt: money((state, text) => {
      state.balance.amount = moneyOf(state, text);
    }),
    CdtDbtInd: leaf((state, text) => {
      state.balance.direction = text;
    }),
    Dt: onDate((state, date) => {
      state.balance.date = date;
    }),
  },
};

const ofStatement = (
  field: "id" | "electronicNumber" | "legalNumber" | "page" | "lastPage" | "iban" | "otherId" | "bic",
): Element =>
  leaf((state, text) => {
    state.statement[field] = text;
  });

const STATEMENT: Element = {
  open: (state) => {
    state.statement = newStatement(state.place);
    state.statementCount += 1;
  },
  close: (state) => {
    beginStatement(state);
    finishStatement(state);
  },
  in: {
    Id: ofStatement("id"),
    StmtPgntn: { in: { PgNb: ofStatement("page"), LastPgInd: ofStatement("lastPage") } },
    ElctrncSeqNb: ofStatement("electronicNumber"),
    LglSeqNb: ofStatement("legalNumber"),
    FrToDt: {
      in: {
        FrDtTm: leaf((state, text) => {
          dateOf(state, text);
          state.statement.from = text;
        }),
        ToDtTm: leaf((state, text) => {
          dateOf(state, text);
          state.statement.to = text;
        }),
      },
    },
    Acct: {
      in: {
        Id: { in: { IBAN: ofStatement("iban"), Othr: { in: { Id: ofStatement("otherId") } } } },
        Ccy: leaf((state, text) => {
          state.statement.currency = text;
        }),
        Svcr: { in: { FinInstnId: { in: { BIC: ofStatement("bic"), BICFI: ofStatement("bic") } } } },
      },
    },
    Bal: BALANCE,
    Ntry: ENTRY,
  },
};

const notBooked = (what: string): Element => ({
  open: (state) => {
    throw fault(state.place, "not-booked", what, "a statement of booked entries (camt.053)");
  },
});

const isPage = (set: "messagePage" | "messageLastPage"): Element =>
  leaf((state, text) => {
    state[set] = text;
  });

/** What is looked for at any depth of an envelope. */
export const DOCUMENTS: Readonly<Record<string, Element>> = {
  BkToCstmrStmt: {
    open: (state) => {
      state.messagePage = "";
      state.messageLastPage = "";
    },
    in: {
      GrpHdr: {
        in: { MsgPgntn: { in: { PgNb: isPage("messagePage"), LastPgInd: isPage("messageLastPage") } } },
      },
      Stmt: STATEMENT,
    },
  },
  BkToCstmrAcctRpt: notBooked("camt.052"),
  BkToCstmrDbtCdtNtfctn: notBooked("camt.054"),
};
