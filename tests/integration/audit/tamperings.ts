import fc from "fast-check";

/** What whoever may write every row can do to a sealed trail of EVENTS events, as statements. */

export const EVENTS = 12;
const TABLES = ["audit_event", "audit_seal", "audit_head"];

/** Another value than the one that stands there, as an expression over the column. */
const OTHER: Readonly<Record<string, (column: string, seed: string) => string>> = {
  text: (column, seed) => `coalesce(${column}, '') || '${seed}'`,
  uuid: (_, seed) => `md5('${seed}' || gen_random_uuid())::uuid`,
  time: (column) => `coalesce(${column}, now()) + interval '1 microsecond'`,
  bytes: (column, seed) => `sha256(coalesce(${column}, '') || '${seed}'::bytea)`,
  json: (column, seed) => `coalesce(${column}, '{}') || jsonb_build_object('x${seed}', '${seed}')`,
  none: () => "null",
  place: (column) => `${column} + 1000`,
  kind: (column) => `case ${column} when 'user' then 'operator' else 'user' end`,
};

/** Every column, and what it may be changed to. `none` only where something stands. */
const COLUMNS: readonly (readonly [table: string, column: string, change: string])[] = [
  ["audit_event", "id", "uuid"],
  ["audit_event", "at", "time"],
  ["audit_event", "actor_kind", "kind"],
  ["audit_event", "actor_id", "text"],
  ["audit_event", "actor_name", "text"],
  ["audit_event", "address", "text"],
  ["audit_event", "address", "none"],
  ["audit_event", "device", "text"],
  ["audit_event", "request_id", "uuid"],
  ["audit_event", "action", "text"],
  ["audit_event", "subject_type", "text"],
  ["audit_event", "subject_id", "text"],
  ["audit_event", "before", "json"],
  ["audit_event", "before", "none"],
  ["audit_event", "after", "json"],
  ["audit_event", "after", "none"],
  ["audit_event", "who_salt", "bytes"],
  ["audit_event", "who_salt", "none"],
  ["audit_event", "before_salt", "bytes"],
  ["audit_event", "before_salt", "none"],
  ["audit_event", "after_salt", "bytes"],
  ["audit_event", "after_salt", "none"],
  ["audit_event", "sequence", "place"],
  ["audit_event", "sequence", "none"],
  ["audit_seal", "sequence", "place"],
  ["audit_seal", "event_id", "uuid"],
  ["audit_seal", "sealed_at", "time"],
  ["audit_seal", "who_hash", "bytes"],
  ["audit_seal", "before_hash", "bytes"],
  ["audit_seal", "after_hash", "bytes"],
  ["audit_seal", "digest", "bytes"],
  ["audit_seal", "hash", "bytes"],
  ["audit_head", "sequence", "place"],
  ["audit_head", "hash", "bytes"],
  ["audit_head", "sealed_at", "time"],
];

export type Tampering = Readonly<{
  what: string;
  sql: readonly string[];
  needsHead?: boolean;
  isSealed?: boolean;
}>;

const place = fc.integer({ min: 1, max: EVENTS });
const seed = fc.stringMatching(/^[a-z0-9]{1,8}$/);

const change: fc.Arbitrary<Tampering> = fc
  .tuple(fc.constantFrom(...COLUMNS), place, seed)
  .map(([[table, column, to], at, salt]) => {
    const value = OTHER[to]?.(column, salt) ?? "null";
    const where =
      table === "audit_head"
        ? "true"
        : `sequence = ${String(at)}${to === "none" ? ` and ${column} is not null` : ""}`;
    return {
      what: `change ${table}.${column} of ${String(at)}`,
      sql: [`update ${table} set ${column} = ${value} where ${where}`],
    };
  });

const removal: fc.Arbitrary<Tampering> = fc
  .tuple(
    fc.constantFrom(["audit_event"], ["audit_seal"], ["audit_event", "audit_seal"]),
    fc.uniqueArray(place, { minLength: 1, maxLength: 4 }),
  )
  .map(([tables, places]) => ({
    what: `delete ${tables.join(" and ")} of ${places.join(", ")}`,
    sql: tables.map((table) => `delete from ${table} where sequence in (${places.join(", ")})`),
  }));

const CONTENT =
  "at, actor_id, actor_name, action, subject_type, subject_id, before, after, who_salt, before_salt, after_salt";
const SEAL = "event_id, sealed_at, who_hash, before_hash, after_hash, digest, hash";

/** Two rows change places: their contents, their places, or their seals. */
const swap: fc.Arbitrary<Tampering> = fc
  .tuple(
    fc.constantFrom("content", "id", "place", "seal"),
    fc.uniqueArray(place, { minLength: 2, maxLength: 2 }),
  )
  .map(([kind, [a = 1, b = 2]]) => {
    const [x, y] = [String(a), String(b)];
    const exchange = (table: string, columns: string): string[] => [
      `create temp table swapped on commit drop as select * from ${table} where sequence in (${x}, ${y})`,
      `update ${table} t set (${columns}) = (select ${columns} from swapped s where s.sequence = case t.sequence when ${x} then ${y}::bigint else ${x}::bigint end) where t.sequence in (${x}, ${y})`,
    ];
    const sql = {
      content: exchange("audit_event", CONTENT),
      id: [
        `create temp table swapped on commit drop as select id, sequence from audit_event where sequence in (${x}, ${y})`,
        `update audit_event set id = gen_random_uuid() where sequence = ${x}`,
        `update audit_event set id = (select id from swapped where sequence = ${x}) where sequence = ${y}`,
        `update audit_event set id = (select id from swapped where sequence = ${y}) where sequence = ${x}`,
      ],
      place: [
        `update audit_event set sequence = 900 where sequence = ${x}`,
        `update audit_event set sequence = ${x} where sequence = ${y}`,
        `update audit_event set sequence = ${y} where sequence = 900`,
      ],
      seal: [`drop index audit_seal_event`, ...exchange("audit_seal", SEAL)],
    }[kind];
    return { what: `swap ${kind} of ${x} and ${y}`, sql };
  });

/** The tail is cut off; whoever forges the head as well is found by a head that was exported. */
const truncation: fc.Arbitrary<Tampering> = fc
  .tuple(place, fc.boolean(), fc.boolean())
  .map(([from, isForged, keepsEvents]) => ({
    what: `cut off from ${String(from)}${isForged ? ", head forged" : ""}`,
    sql: [
      keepsEvents
        ? `update audit_event set sequence = null where sequence >= ${String(from)}`
        : `delete from audit_event where sequence >= ${String(from)}`,
      `delete from audit_seal where sequence >= ${String(from)}`,
      ...(isForged
        ? [
            `update audit_head set sequence = ${String(from - 1)}, hash = coalesce((select hash from audit_seal where sequence = ${String(from - 1)}), decode(repeat('00', 32), 'hex')), sealed_at = (select sealed_at from audit_seal where sequence = ${String(from - 1)})`,
          ]
        : []),
    ],
    needsHead: isForged,
  }));

/** A row that nobody wrote: placed in the chain, or with a seal of its own, pushed in between. */
const insertion: fc.Arbitrary<Tampering> = fc
  .tuple(fc.constantFrom("placed", "sealed", "pushed-in"), place, fc.integer({ min: 1, max: 500 }))
  .map(([kind, at, beyond]) => {
    const beginning =
      "insert into audit_event (tenant_id, id, at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, sequence)";
    const event = (sequence: string): string =>
      `${beginning} select tenant_id, 'aaaaaaaa-0000-7000-8000-000000000001', at, actor_kind, actor_id, 'Nobody', action, subject_type, subject_id, ${sequence} from kept_audit_event where sequence = ${String(at)}`;
    const seal = (sequence: string): string =>
      `insert into audit_seal select tenant_id, ${sequence}, 'aaaaaaaa-0000-7000-8000-000000000001', sealed_at, who_hash, before_hash, after_hash, digest, hash from kept_audit_seal where sequence = ${String(at)}`;
    const end = String(EVENTS + beyond);
    const sql = {
      placed: [event(end)],
      sealed: [event(end), seal(end)],
      "pushed-in": [
        `update audit_event set sequence = sequence + 1000 where sequence >= ${String(at)}`,
        `update audit_event set sequence = sequence - 999 where sequence >= 1000`,
        `update audit_seal set sequence = sequence + 1000 where sequence >= ${String(at)}`,
        `update audit_seal set sequence = sequence - 999 where sequence >= 1000`,
        event(String(at)),
        seal(String(at)),
        "update audit_head set sequence = sequence + 1",
      ],
    }[kind];
    return { what: `insert ${kind} at ${String(at)}`, sql };
  });

/** An event is changed and everything from it on sealed anew, as only the chain's own code can: an exported head finds it. */
const rewriting: fc.Arbitrary<Tampering> = place.map((at) => ({
  what: `rewrite from ${String(at)}`,
  sql: [
    `update audit_event set action = 'forged' where sequence = ${String(at)}`,
    "update audit_event set sequence = null, who_salt = coalesce(who_salt, '\\x01'), before_salt = coalesce(before_salt, '\\x01'), after_salt = coalesce(after_salt, '\\x01')",
    "delete from audit_seal",
    "delete from audit_head",
  ],
  needsHead: true,
  isSealed: true,
}));

const headless: fc.Arbitrary<Tampering> = fc.boolean().map((isAll) => ({
  what: isAll ? "delete everything" : "delete the head",
  sql: isAll ? TABLES.map((table) => `delete from ${table}`) : ["delete from audit_head"],
  needsHead: isAll,
}));

export const tamperings = fc.oneof(
  change,
  change,
  change,
  removal,
  swap,
  truncation,
  insertion,
  rewriting,
  headless,
);
