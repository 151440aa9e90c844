import { lookAtFile, sendFile } from "@/lib/browser/send-file";
import type { FileSaying, Looked, Sent } from "@/lib/browser/send-file";
import { STATEMENT_BYTES_MAX } from "@/lib/contracts/bank-import";
import type { BankPreview, FileFault } from "@/lib/contracts/bank-import";
import type { BankImport } from "@/lib/contracts/bank";

/** Where a file is on its way in. */
export type FileState =
  | Readonly<{ kind: "waiting" | "looking" | "reading" | "too-large" }>
  | Readonly<{ kind: "sending"; share: number }>
  /** A person must say how it is laid out, or whose it is. */
  | Readonly<{ kind: "asks"; preview: BankPreview; accountFault?: string | undefined }>
  | Readonly<{ kind: "taken"; taken: BankImport }>
  | Readonly<{ kind: "refused"; detail: string; fault: FileFault | undefined }>
  | Readonly<{ kind: "failed"; detail: string | undefined }>;

export type FileOnItsWay = Readonly<{ id: number; name: string; state: FileState }>;

export type Sender = Readonly<{
  look: (file: File, saying?: FileSaying) => Promise<Looked>;
  send: (
    file: File,
    saying: FileSaying,
    options: Readonly<{ onShare: (share: number) => void; signal: AbortSignal }>,
  ) => Promise<Sent>;
}>;

/** Files that people have given, on their way in: goes on while pages come and go. */
export type Imports = Readonly<{
  subscribe: (listener: () => void) => () => void;
  snapshot: () => readonly FileOnItsWay[];
  add: (files: readonly File[]) => void;
  /** A person has said how a file is laid out: it is taken in so. */
  take: (id: number, saying: FileSaying) => void;
  /** Asks again how a file would be read, as a person says it. */
  look: (id: number, saying: FileSaying) => Promise<Looked>;
  again: (id: number) => void;
  /** Stops a file, or takes one that has come in off the list. */
  drop: (id: number) => void;
  clear: () => void;
}>;

/** So many at a time: the rest waits. */
const AT_ONCE = 2;

type Entry = { id: number; file: File; saying: FileSaying; state: FileState; stop: AbortController };

/** The sender of a firm's files. */
export function senderOf(tenant: string): Sender {
  return {
    look: (file, saying) => lookAtFile(tenant, file, saying),
    send: (file, saying, options) => sendFile(tenant, file, saying, options),
  };
}

/** `onTaken`: something has come in, and lists may show it. */
export function createImports(sender: Sender, onTaken: () => void): Imports {
  let entries: Entry[] = [];
  let shown: readonly FileOnItsWay[] = [];
  let serial = 0;
  let running = 0;
  const listeners = new Set<() => void>();

  function tell(): void {
    shown = entries.map(({ id, file, state }) => ({ id, name: file.name, state }));
    for (const listener of listeners) listener();
  }

  function set(entry: Entry, state: FileState): void {
    entry.state = state;
    tell();
  }

  function next(): void {
    while (running < AT_ONCE) {
      const entry = entries.find(({ state }) => state.kind === "waiting");
      if (entry === undefined) return;
      running += 1;
      // Nobody waits for it here: what becomes of it is told by its state.
      void run(entry).finally(() => {
        running -= 1;
        next();
      });
    }
  }

  async function run(entry: Entry): Promise<void> {
    if (entry.saying.layout === undefined && !(await isReady(entry))) return;
    set(entry, { kind: "sending", share: 0 });
    const sent = await sender.send(entry.file, entry.saying, {
      onShare: (share) => set(entry, share < 1 ? { kind: "sending", share } : { kind: "reading" }),
      signal: entry.stop.signal,
    });
    if (sent.kind === "taken") {
      set(entry, { kind: "taken", taken: sent.taken });
      onTaken();
    } else set(entry, sent);
  }

  /** Looks at a file's beginning: whether it can be sent as it is. */
  async function isReady(entry: Entry): Promise<boolean> {
    set(entry, { kind: "looking" });
    const looked = await sender.look(entry.file, entry.saying);
    if (looked.kind !== "looked") {
      set(entry, looked);
      return false;
    }
    const { preview } = looked;
    if (preview.isSure) return true;
    if (preview.csv !== null) set(entry, { kind: "asks", preview });
    else set(entry, { kind: "refused", detail: "", fault: preview.fault ?? undefined });
    return false;
  }

  const find = (id: number): Entry | undefined => entries.find((entry) => entry.id === id);

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => shown,
    add: (files) => {
      for (const file of files) {
        serial += 1;
        const state: FileState = { kind: file.size > STATEMENT_BYTES_MAX ? "too-large" : "waiting" };
        entries.push({ id: serial, file, saying: {}, state, stop: new AbortController() });
      }
      tell();
      next();
    },
    take: (id, saying) => {
      const entry = find(id);
      if (entry === undefined) return;
      entry.saying = saying;
      set(entry, { kind: "waiting" });
      next();
    },
    look: async (id, saying) => {
      const entry = find(id);
      return entry === undefined ? { kind: "failed", detail: undefined } : sender.look(entry.file, saying);
    },
    again: (id) => {
      const entry = find(id);
      if (entry === undefined) return;
      set(entry, { kind: "waiting" });
      next();
    },
    drop: (id) => {
      find(id)?.stop.abort();
      entries = entries.filter((entry) => entry.id !== id);
      tell();
    },
    clear: () => {
      entries = entries.filter(({ state }) => isUnderWay(state));
      tell();
    },
  };
}

/** Whether a file still needs somebody, or something, to go on. */
export function isUnderWay({ kind }: FileState): boolean {
  return ["waiting", "looking", "sending", "reading", "asks"].includes(kind);
}
