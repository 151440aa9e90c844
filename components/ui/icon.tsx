/** Line icons, 16 px, drawn in the current colour. Decoration: the word beside them says it. */
const PATHS = {
  overview: "M2.5 3h11M2.5 8h11M2.5 13h11",
  payouts:
    "M3 4.4c0-1.2 2.2-2.2 5-2.2s5 1 5 2.2-2.2 2.2-5 2.2-5-1-5-2.2zM3 4.4v3.4c0 1.2 2.2 2.2 5 2.2s5-1 5-2.2V4.4M3 7.8v3.6c0 1.2 2.2 2.2 5 2.2s5-1 5-2.2V7.8",
  tie: "M6.5 9.5l3-3M5 7L3.4 8.6a2.3 2.3 0 003.2 3.2L8.2 10M7.8 6l1.6-1.8a2.3 2.3 0 013.3 3.2L11 9",
  issues: "M8 2.2l6.2 11H1.8zM8 6.6v3M8 11.6v.1",
  merchants: "M2 6.2L8 2.6l6 3.6M3 13.4h10M4.2 6.8v4.8M8 6.8v4.8M11.8 6.8v4.8",
  onboarding: "M2.4 9.4l1.8-6h7.6l1.8 6v3.4H2.4zM2.4 9.4h3.4l.8 1.6h2.8l.8-1.6h3.4",
  documents: "M4 1.8h5.4L12.6 5v9.2H4zM9.2 2v3.2h3.2M6 8.2h4.6M6 11h4.6",
  search: "M11.2 7a4.2 4.2 0 11-8.4 0 4.2 4.2 0 018.4 0zM10.2 10.2L14 14",
  triangle: "M8 2.2l6.2 11H1.8zM8 6.6v3M8 11.6v.1",
  clock: "M14 8A6 6 0 112 8a6 6 0 0112 0zM8 4.8V8l2.2 1.6",
  arrow: "M2.5 8h10M9 4.5L12.5 8 9 11.5",
  bank: "M2 6.2L8 2.6l6 3.6M3 13.4h10M4.2 6.8v4.8M8 6.8v4.8M11.8 6.8v4.8",
  check: "M3 8.5l3.2 3L13 4.5",
  cross: "M14 8A6 6 0 112 8a6 6 0 0112 0zM6 6l4 4M10 6l-4 4",
  dot: "M8.6 8a.6.6 0 11-1.2 0 .6.6 0 011.2 0z",
  dots: "M14 8A6 6 0 112 8a6 6 0 0112 0zM5.4 8h.1M8 8h.1M10.6 8h.1",
  seal: "M8 1.6l5 2v4c0 3.4-2.2 5.6-5 6.8-2.8-1.2-5-3.4-5-6.8v-4zM5.6 7.8l1.7 1.7 3.2-3.3",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3l7.5 5L5 13z",
  inbox: "M2.4 9.4l1.8-6h7.6l1.8 6v3.4H2.4zM2.4 9.4h3.4l.8 1.6h2.8l.8-1.6h3.4",
  dash: "M3 8h10",
  download: "M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.4h10",
  chevron: "M4 6l4 4 4-4",
  more: "M3.4 8h.1M8 8h.1M12.5 8h.1",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className = "size-4" }: Readonly<{ name: IconName; className?: string }>) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={`${className} shrink-0 fill-none stroke-current`}
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark: one bar over two that add up to it. */
export function Mark({ className = "size-5" }: Readonly<{ className?: string }>) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={className}>
      <rect x="1" y="4" width="18" height="4.5" rx="1.2" className="fill-ink" />
      <rect x="1" y="11.5" width="11" height="4.5" rx="1.2" className="fill-accent" />
      <rect x="13.4" y="11.5" width="5.6" height="4.5" rx="1.2" className="fill-ink opacity-40" />
    </svg>
  );
}
