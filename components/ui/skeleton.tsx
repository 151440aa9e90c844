/** Grey lines in the shape of what is coming. */
export function Skeleton({ className = "h-4 w-full" }: Readonly<{ className?: string }>) {
  return <span aria-hidden="true" className={`bg-sunken block animate-pulse rounded-sm ${className}`} />;
}

export function TableSkeleton({ rows = 8, label }: Readonly<{ rows?: number; label: string }>) {
  return (
    <output className="border-line bg-raised block rounded-lg border p-3">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="flex h-11 items-center gap-6">
          <Skeleton className="h-3.5 w-1/4" />
          <Skeleton className="h-3.5 w-1/3" />
          <Skeleton className="ml-auto h-3.5 w-24" />
          <Skeleton className="h-3.5 w-20" />
        </span>
      ))}
    </output>
  );
}
