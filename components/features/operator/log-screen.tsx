"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { Instant } from "@/components/patterns/dates";
import { Pager } from "@/components/patterns/links";
import { EmptyState, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { withQuery } from "@/lib/browser/api";
import { eventsQuery } from "@/lib/browser/queries/operator";
import type { EventItem, EventsQuery } from "@/lib/contracts/operators";

const BASE = "/operator/log";
const ACTIONS = {
  "ledger.assigned": "action_assigned",
  "ledger.unassigned": "action_unassigned",
  "firm.created": "action_firmCreated",
  "firm.owner-asked-again": "action_ownerAskedAgain",
  "keys.vanished-confirmed": "action_confirmed",
  "operator.added": "action_operatorAdded",
  "operator.removed": "action_operatorRemoved",
} as const;

/** What was done to the installation: who, when, what, and from where. */
export function LogScreen({ query }: Readonly<{ query: EventsQuery }>) {
  const t = useTranslations("operator");
  const events = useQuery(eventsQuery(query));
  return (
    <>
      <PageHeader title={t("log")} sub={t("logSub")} />
      <QueryState
        query={events}
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t("logEmpty")} />}
      >
        {(page) => (
          <>
            <Table
              caption={t("log")}
              columns={[
                { key: "what", label: t("what") },
                { key: "firm", label: t("firm") },
                { key: "change", label: t("change"), isWide: true },
                { key: "who", label: t("who"), isWide: true },
                { key: "when", label: t("when") },
              ]}
            >
              {page.items.map((event) => (
                <Row key={event.id} isTall>
                  <Cell isName>
                    <span className="font-[550] [overflow-wrap:anywhere]">{actionOf(event, t)}</span>
                    {event.subject !== "" && <Under>{event.subject}</Under>}
                  </Cell>
                  <Cell>
                    <span className="[overflow-wrap:anywhere]">{event.firm ?? "—"}</span>
                    <span className="text-muted block text-xs md:hidden">{event.actorName}</span>
                  </Cell>
                  <Cell isWide>
                    <Change event={event} />
                  </Cell>
                  <Cell isWide>
                    {event.actorName}
                    <Under>{event.address === "" ? t("commandLine") : event.address}</Under>
                  </Cell>
                  <Cell>
                    <Instant at={event.at} />
                  </Cell>
                </Row>
              ))}
            </Table>
            <Pager
              firstHref={BASE}
              nextHref={page.nextCursor === null ? undefined : withQuery(BASE, { cursor: page.nextCursor })}
              isFirst={query.cursor === undefined}
            />
          </>
        )}
      </QueryState>
    </>
  );
}

/** The action in words; one that is not known here yet by its name. */
function actionOf({ action }: EventItem, t: ReturnType<typeof useTranslations<"operator">>): string {
  return action in ACTIONS ? t(ACTIONS[action as keyof typeof ACTIONS]) : action;
}

function Change({ event }: Readonly<{ event: EventItem }>) {
  const before = valuesOf(event.before);
  const after = valuesOf(event.after);
  if (before === "" && after === "") return <span className="text-muted">—</span>;
  return (
    <span className="text-xs [overflow-wrap:anywhere]">
      {before !== "" && <span className="text-muted block">− {before}</span>}
      {after !== "" && <span className="block">+ {after}</span>}
    </span>
  );
}

function valuesOf(values: Readonly<Record<string, string>> | null): string {
  return Object.entries(values ?? {})
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
}
