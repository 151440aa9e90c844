"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Decision, Done, Undo } from "@/components/features/reconcile/outcomes";
import { datesOf } from "@/components/features/reconcile/rows";
import type { Work } from "@/components/features/reconcile/use-work";
import { ProblemError } from "@/lib/browser/api";
import { invalidateWork, reconcileActs } from "@/lib/browser/queries/reconciliation";
import type { MatchInput, OpenItem, PairInput } from "@/lib/contracts/reconciliation";

/** What is said about the last thing that was done: for ten seconds, with undo while there is one. */
export type Said = Readonly<{
  /** A new number for each, so that the same words again are heard again. */
  at: number;
  /** What was done, was taken back, or why nothing was. */
  word: Done | "undone" | "goneAll" | "failed" | "nothingToUndo" | "cannot" | "noneSure";
  count: number;
  detail?: string;
  hasUndo: boolean;
}>;

type Made = Readonly<{ undo: Undo | undefined; gone?: readonly string[]; count?: number }>;

/** The decisions of one visit: each is sent, and only shown as done when the server says so. */
export function useDecisions(tenant: string, work: Work) {
  const client = useQueryClient();
  const [decisions, setDecisions] = useState<readonly Decision[]>([]);
  const [said, setSaid] = useState<Said>();
  const say = (words: Omit<Said, "at">): void =>
    setSaid((before) => ({ ...words, at: (before?.at ?? 0) + 1 }));

  /** Reads again what a decision has changed. What cannot be read now is read with the next look at the counts. */
  async function renew(items: readonly OpenItem[]): Promise<void> {
    await Promise.allSettled([work.readAround(items.flatMap(datesOf)), invalidateWork(client, tenant)]);
  }

  /** Sends a decision about the rows. The answer is why it was not made, for a form to show; undefined when it was. */
  async function decide(items: readonly OpenItem[], what: Done, send: () => Promise<Made>): Promise<unknown> {
    const ids = items.map((item) => item.id);
    let unsure = ids;
    work.mark(ids, { state: "working" });
    try {
      const { undo, gone = [], count } = await send();
      unsure = what === "learnt" ? ids : [...gone];
      const done = ids.filter((id) => !gone.includes(id));
      work.mark(gone, { state: "gone", by: undefined });
      work.mark(done, { state: "done", what, undo });
      if (undo !== undefined && done.length > 0)
        setDecisions((before) => [...before, { itemIds: done, what, undo }]);
      if (done.length === 0) say({ word: "goneAll", count: gone.length, hasUndo: false });
      else say({ word: what, count: count ?? done.length, hasUndo: undo !== undefined });
      return undefined;
    } catch (error) {
      const isFaster = error instanceof ProblemError && (error.status === 409 || error.status === 404);
      work.mark(ids, isFaster ? { state: "gone", by: error.fields["payoutIds"] } : undefined);
      if (!isFaster) {
        say({ word: "failed", count: ids.length, hasUndo: false, ...detailOf(error) });
        return error;
      }
      say({ word: "goneAll", count: ids.length, hasUndo: false });
      return undefined;
    } finally {
      await renew(items);
      // Somebody was faster with something of it, and yet it is still to be decided.
      work.mark(work.stillThere(unsure), undefined);
    }
  }

  async function undo(decision: Decision | undefined = decisions.at(-1)): Promise<void> {
    if (decision === undefined) {
      say({ word: "nothingToUndo", count: 0, hasUndo: false });
      return;
    }
    const items = decision.itemIds.flatMap((id) => work.rows.known.get(id) ?? []);
    setDecisions((before) => before.filter((of) => of !== decision));
    work.mark(decision.itemIds, { state: "working" });
    try {
      await takeBack(tenant, decision.undo);
      say({ word: "undone", count: decision.itemIds.length, hasUndo: false });
    } catch (error) {
      say({ word: "failed", count: 0, hasUndo: false, ...detailOf(error) });
    } finally {
      await renew(items);
      work.mark(decision.itemIds, undefined);
    }
  }

  return {
    said,
    say,
    hush: () => setSaid(undefined),
    undo,
    /** The last decision about the row, if it can be taken back. */
    ofItem: (id: string) => decisions.findLast((of) => of.itemIds.includes(id)),
    accept: (items: readonly OpenItem[]) =>
      decide(items, "accepted", async () => {
        const { matches, gone } = await reconcileActs.accept(
          tenant,
          items.map((item) => item.id),
        );
        return { undo: { kind: "matches", ids: matches.map((of) => of.matchId) }, gone };
      }),
    reject: (item: OpenItem) =>
      decide([item], "rejected", async () => {
        await reconcileActs.reject(tenant, pairOf(item));
        return { undo: { kind: "rejection", pair: pairOf(item) } };
      }),
    match: (item: OpenItem, what: "split" | "booked" | "matched", input: MatchInput) =>
      decide([item], what, async () => {
        const { id } = await reconcileActs.match(tenant, input);
        return { undo: { kind: "matches", ids: [id] } };
      }),
    attest: (item: OpenItem, input: Readonly<{ receivedOn: string; reason?: string }>) =>
      decide([item], "attested", async () => {
        const ids = await reconcileActs.attest(tenant, {
          ...input,
          payoutIds: item.payouts.map((payout) => payout.id),
        });
        return { undo: { kind: "matches", ids } };
      }),
    ignore: (item: OpenItem) =>
      decide([item], "ignored", async () => {
        const lineId = item.lines[0]?.id ?? "";
        await reconcileActs.setLineKind(tenant, lineId, "ignored");
        return { undo: { kind: "ignored", lineId } };
      }),
    learn: (item: OpenItem) =>
      decide([item], "learnt", async () => {
        const [line, payout] = [item.lines[0], item.payouts[0]];
        const learnt = await reconcileActs.learn(tenant, {
          lineId: line?.id ?? "",
          payoutId: payout?.id ?? "",
        });
        return { undo: { kind: "pattern", id: learnt.id }, count: learnt.made };
      }),
    /** It decides nothing: the row stays, with the note. The answer is why it was not kept. */
    note: async (item: OpenItem, note: string | null, assignedId: string | null): Promise<unknown> => {
      const [payout, line] = [item.payouts[0], item.lines[0]];
      try {
        await reconcileActs.note(tenant, {
          subjectType: payout === undefined ? "line" : "payout",
          subjectId: payout?.id ?? line?.id ?? "",
          note,
          assignedId,
        });
      } catch (error) {
        return error;
      }
      await renew([item]);
      return undefined;
    },
  };
}

export type Decisions = ReturnType<typeof useDecisions>;

function detailOf(error: unknown): Readonly<{ detail?: string }> {
  return error instanceof ProblemError ? { detail: error.detail } : {};
}

async function takeBack(tenant: string, undo: Undo): Promise<void> {
  switch (undo.kind) {
    case "matches":
      for (const id of undo.ids) await reconcileActs.undo(tenant, id);
      return;
    case "rejection":
      await reconcileActs.unreject(tenant, undo.pair);
      return;
    case "ignored":
      await reconcileActs.setLineKind(tenant, undo.lineId, "settlement");
      return;
    case "pattern":
      await reconcileActs.revoke(tenant, undo.id);
  }
}

/** The payouts, entries and lines of a row: what a rejection is about. */
export function pairOf(item: OpenItem): PairInput {
  return {
    payoutIds: item.payouts.map(({ id }) => id),
    entries: item.entries.map(({ key }) => key),
    lineIds: item.lines.map(({ id }) => id),
  };
}

/** The parts of a row as a match has them, whole. */
export function wholeMatchOf(item: OpenItem): MatchInput {
  const { payoutIds, entries, lineIds } = pairOf(item);
  return { payoutIds, entries, lines: lineIds.map((id) => ({ id })) };
}
