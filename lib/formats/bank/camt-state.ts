import type { LedgerDate } from "@/lib/core/ledger-date";
import type {
  AccountNumber,
  FilePlace,
  LineText,
  StatementEvent,
  TextField,
} from "@/lib/domain/bank/statement";
import { fault } from "@/lib/formats/bank/fault";
import { newTally } from "@/lib/formats/bank/tally";
import type { Tally } from "@/lib/formats/bank/tally";

/** Beyond this one booking is no booking: an attack, or another document. */
const ENTRY_TEXT_MAX = 16 * 1024 * 1024;
const ENTRY_DETAILS_MAX = 100_000;
const BALANCES_MAX = 10_000;

/** An amount as written, with its currency: read when it is known which one counts. */
export type Money = Readonly<{ text: string; currency: string }>;

/** `TxDtls`: one transaction of an entry. */
export type Transaction = {
  amount: Money | undefined;
  direction: string;
  /** Amounts of `AmtDtls`, in the order of preference of the standard's rules. */
  otherAmounts: Money[];
  bankReference: string;
  texts: LineText[];
  debtors: string[];
  creditors: string[];
};

/** `Ntry`: one booking, filled while its elements pass. */
export type Entry = {
  place: FilePlace;
  amount: Money | undefined;
  otherAmounts: Money[];
  direction: string;
  isReversal: boolean;
  status: string;
  bookingDate: LedgerDate | undefined;
  valueDate: LedgerDate | undefined;
  bankReference: string;
  texts: LineText[];
  transactions: Transaction[];
  size: number;
};

export type Balance = {
  place: FilePlace;
  type: string;
  amount: Money | undefined;
  direction: string;
  date: LedgerDate | undefined;
};

/** `Stmt`: what is known of a statement while it passes. */
export type Statement = {
  place: FilePlace;
  id: string;
  electronicNumber: string;
  legalNumber: string;
  page: string;
  lastPage: string;
  iban: string;
  otherId: string;
  bic: string;
  currency: string;
  from: string;
  to: string;
  balances: Balance[];
  tally: Tally;
  account: AccountNumber | undefined;
  /** The currency of its lines, once known. */
  lineCurrency: string;
  /** Whether its `statement` event is out. */
  isBegun: boolean;
};

/** Everything that the reader of a document holds: one statement, one entry, one transaction. */
export class CamtState {
  statement: Statement = newStatement({ line: 1, column: 1 });
  entry: Entry = newEntry({ line: 1, column: 1 });
  transaction: Transaction = newTransaction();
  balance: Balance = newBalance({ line: 1, column: 1 });
  /** Page of the message (`MsgPgntn`), for versions whose statements have none. */
  messagePage = "";
  messageLastPage = "";
  /** Attribute `Ccy` of the element that is open. */
  currency = "";
  /** The date read last: most are the same as the one before. */
  dateText = "";
  date: LedgerDate | undefined;
  /** What is read and not yet taken. */
  events: StatementEvent[] = [];
  statementCount = 0;
  readonly #locate: () => FilePlace;

  constructor(locate: () => FilePlace) {
    this.#locate = locate;
  }

  /** Where the document is read just now: asked for where something begins or is wrong. */
  get place(): FilePlace {
    return this.#locate();
  }

  addText(to: LineText[], field: TextField, text: string): void {
    if (text === "" || text === "NOTPROVIDED") return;
    this.weigh(text.length);
    to.push({ field, text });
  }

  /** Bounds what one entry may hold. */
  weigh(length: number): void {
    this.entry.size += length + 16;
    if (this.entry.size > ENTRY_TEXT_MAX) {
      throw fault(this.place, "too-long", "", `an entry with less than ${String(ENTRY_TEXT_MAX)} characters`);
    }
  }

  addTransaction(): void {
    this.transaction = newTransaction();
    this.weigh(64);
    if (this.entry.transactions.length >= ENTRY_DETAILS_MAX) {
      throw fault(
        this.place,
        "too-long",
        "",
        `an entry with at most ${String(ENTRY_DETAILS_MAX)} transactions`,
      );
    }
    this.entry.transactions.push(this.transaction);
  }

  addBalance(): void {
    this.balance = newBalance(this.place);
    if (this.statement.balances.length >= BALANCES_MAX) {
      throw fault(this.place, "too-long", "", `a statement with at most ${String(BALANCES_MAX)} balances`);
    }
    this.statement.balances.push(this.balance);
  }
}

export function newStatement(place: FilePlace): Statement {
  return {
    place,
    id: "",
    electronicNumber: "",
    legalNumber: "",
    page: "",
    lastPage: "",
    iban: "",
    otherId: "",
    bic: "",
    currency: "",
    from: "",
    to: "",
    balances: [],
    tally: newTally(),
    account: undefined,
    lineCurrency: "",
    isBegun: false,
  };
}

export function newEntry(place: FilePlace): Entry {
  return {
    place,
    amount: undefined,
    otherAmounts: [],
    direction: "",
    isReversal: false,
    status: "",
    bookingDate: undefined,
    valueDate: undefined,
    bankReference: "",
    texts: [],
    transactions: [],
    size: 0,
  };
}

function newTransaction(): Transaction {
  return {
    amount: undefined,
    direction: "",
    otherAmounts: [],
    bankReference: "",
    texts: [],
    debtors: [],
    creditors: [],
  };
}

function newBalance(place: FilePlace): Balance {
  return { place, type: "", amount: undefined, direction: "", date: undefined };
}
