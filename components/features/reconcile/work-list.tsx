"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { canDo } from "@/components/features/reconcile/deeds";
import type { Command, Deed } from "@/components/features/reconcile/deeds";
import { DecisionToast } from "@/components/features/reconcile/decision-toast";
import { ItemTable } from "@/components/features/reconcile/item-table";
import { Legend } from "@/components/features/reconcile/legend";
import { ListBar } from "@/components/features/reconcile/list-bar";
import { Panel } from "@/components/features/reconcile/panel";
import { FORMS } from "@/components/features/reconcile/reconcile-address";
import type { FormName, ReconcileAddress } from "@/components/features/reconcile/reconcile-address";
import { nextOpen, stepTo } from "@/components/features/reconcile/rows";
import { SureForm } from "@/components/features/reconcile/sure-form";
import { useCommands, useLegend } from "@/components/features/reconcile/use-commands";
import { useDecisions } from "@/components/features/reconcile/use-decisions";
import { usePlace } from "@/components/features/reconcile/use-place";
import { outcomeOf } from "@/components/features/reconcile/use-work";
import type { Work } from "@/components/features/reconcile/use-work";
import { usePermission } from "@/components/patterns/access";
import { useIsAlive } from "@/components/ui/alive";
import { useIsWide } from "@/components/ui/media";
import type { OpenItem, OpenItemsQuery } from "@/lib/contracts/reconciliation";

/** A row of the address that is not among the first is looked for so far. */
const LOOKED_THROUGH_MAX = 25;

type WorkListProps = Readonly<{
  tenant: string;
  base: string;
  address: ReconcileAddress;
  query: OpenItemsQuery;
  work: Work;
  isSureOpen: boolean;
  onSure: (isOpen: boolean) => void;
}>;

/** The list of work, the row that the person stands on, and every decision by key or by button. */
export function WorkList({ tenant, base, address, query, work, isSureOpen, onSure }: WorkListProps) {
  const isAlive = useIsAlive();
  const isWide = useIsWide();
  const mayDecide = usePermission("match.make");
  const legend = useLegend();
  const decisions = useDecisions(tenant, work);
  const [place, setPlace] = usePlace(base, address, address);
  const [moves, setMoves] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { order, known } = work.rows;
  const current = standingOn(work, place.row, isWide);
  const item = current === undefined ? undefined : known.get(current);
  const isOpen = (id: string): boolean => outcomeOf(work, id) === undefined;
  const chosen = order.filter((id) => selected.has(id) && isOpen(id)).flatMap((id) => known.get(id) ?? []);
  useRowOfAddress(work, place.row);
  // A decision is answered later: what it then moves on from is where the person stands by that time.
  const latest = useRef({ current, work, place, isWide });
  useEffect(() => {
    latest.current = { current, work, place, isWide };
  });
  // Rows are drawn again when what they are given is another: these two stay the same.
  const stand = useCallback(
    (id: string) => {
      const { current: now, isWide: isBeside } = latest.current;
      setPlace(() => ({ row: id === now && !isBeside ? undefined : id, form: undefined }));
    },
    [setPlace],
  );
  const select = useCallback((id: string) => {
    setSelected((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);

  function standOn(row: string): void {
    setPlace(() => ({ row, form: undefined }));
    setMoves((count) => count + 1);
  }

  function closeForm(row: string, form: FormName): void {
    if (latest.current.place.row !== row || latest.current.place.form !== form) return;
    standOn(row);
  }

  function moveOn(from: readonly OpenItem[]): void {
    const { current: now, work: then } = latest.current;
    const ids = new Set(from.map((of) => of.id));
    setSelected((before) => new Set([...before].filter((id) => !ids.has(id))));
    if (now === undefined || !ids.has(now)) return;
    const next = nextOpen(then.rows.order, now, (id) => !ids.has(id) && outcomeOf(then, id) === undefined);
    standOn(next ?? now);
  }

  function accept(items: readonly OpenItem[]): void {
    void decisions.accept(items);
    moveOn(items);
  }

  function decide(deed: Deed, about: OpenItem): void {
    if (!canDo(deed, about) || !isOpen(about.id) || !mayDecide) {
      if (mayDecide) decisions.say({ word: "cannot", count: 1, hasUndo: false });
      return;
    }
    if (isForm(deed)) {
      setPlace(() => ({ row: about.id, form: deed }));
      return;
    }
    if (deed === "accept") accept([about]);
    else {
      if (deed === "reject") void decisions.reject(about);
      if (deed === "ignore") void decisions.ignore(about);
      if (deed === "learn") void decisions.learn(about);
      moveOn([about]);
    }
  }

  function acceptSelected(): void {
    const items = chosen.filter((of) => canDo("accept", of));
    if (items.length === 0) decisions.say({ word: "cannot", count: chosen.length, hasUndo: false });
    else accept(items);
  }

  function run(command: Command): void {
    if (command === "down" || command === "up") {
      const next = stepTo(order, current, command === "down" ? 1 : -1);
      if (next !== undefined) standOn(next);
    } else if (command === "undo") {
      if (mayDecide) void decisions.undo();
    } else if (command === "accept-sure") {
      if (mayDecide) onSure(true);
    } else if (item !== undefined) {
      if (command === "select") {
        if (isOpen(item.id)) select(item.id);
      } else if (command === "accept" && chosen.length > 0) acceptSelected();
      else decide(command, item);
    }
  }
  useCommands(legend, run);

  const panel = item !== undefined && isAlive && (
    <Panel
      key={item.id}
      tenant={tenant}
      item={item}
      outcome={outcomeOf(work, item.id)}
      decisions={decisions}
      form={place.form !== undefined && mayDecide && canDo(place.form, item) ? place.form : undefined}
      onCloseForm={(form) => closeForm(item.id, form)}
      onDeed={(deed) => decide(deed, item)}
      onUndo={() => {
        const last = decisions.ofItem(item.id);
        if (last !== undefined) void decisions.undo(last);
      }}
      onMoveOn={(of) => moveOn([of])}
    />
  );
  return (
    <>
      {isSureOpen && mayDecide && (
        <SureForm
          tenant={tenant}
          query={query}
          onAccept={(items) => {
            onSure(false);
            accept(items);
          }}
          onClose={() => {
            onSure(false);
            setMoves((count) => count + 1);
          }}
        />
      )}
      <ListBar
        work={work}
        chosen={chosen}
        onAccept={acceptSelected}
        onClear={() => setSelected(new Set())}
        mayDecide={mayDecide}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
        <ItemTable
          work={work}
          current={current}
          selected={selected}
          onStand={stand}
          onSelect={select}
          moves={moves}
          under={isWide || panel === false ? undefined : panel}
        />
        <aside
          data-panel=""
          className="border-line bg-raised sticky top-4 hidden max-h-[calc(100dvh-2rem)] overflow-y-auto rounded-lg border p-4 lg:block"
        >
          {isWide && panel}
        </aside>
      </div>
      <Legend legend={legend} />
      <DecisionToast decisions={decisions} />
    </>
  );
}

/** The row of the address when it is there; on a wide screen else the first, so that there is something beside the list. */
function standingOn(work: Work, row: string | undefined, isWide: boolean): string | undefined {
  if (row !== undefined && work.rows.known.has(row)) return row;
  return isWide ? work.rows.order[0] : undefined;
}

/** Reads on until the row of the address is among those that were read, as far as is reasonable. */
function useRowOfAddress(work: Work, row: string | undefined): void {
  const { list, rows } = work;
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const isFar =
    row !== undefined &&
    !rows.known.has(row) &&
    hasNextPage &&
    !isFetching &&
    (list.data?.pages.length ?? 0) < LOOKED_THROUGH_MAX;
  // Reading is done outside React.
  useEffect(() => {
    if (isFar) void fetchNextPage();
  }, [isFar, fetchNextPage]);
}

function isForm(deed: Deed): deed is FormName & Deed {
  return FORMS.some((form) => form === deed);
}
