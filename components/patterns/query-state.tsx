"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import type { UseQueryResult } from "@tanstack/react-query";

import { Button } from "@/components/ui/button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ProblemError } from "@/lib/browser/api";

const RETRY_SECONDS = 15;

/** The only way a query is shown: loading, failing, empty or content. What was there stays while it is renewed. */
export function QueryState<T>({
  query,
  skeleton,
  isEmpty,
  empty,
  children,
}: Readonly<{
  query: UseQueryResult<T>;
  skeleton?: ReactNode;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  children: (data: T) => ReactNode;
}>) {
  const t = useTranslations("everywhere");
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <Failure error={query.error} retry={query.refetch} isStale />}
        {isEmpty?.(query.data) === true ? empty : children(query.data)}
      </>
    );
  }
  if (query.isError) return <Failure error={query.error} retry={query.refetch} isStale={false} />;
  return skeleton ?? <TableSkeleton label={t("loading")} />;
}

/** What happened, what is safe, and a new attempt by itself. */
export function Failure({
  error,
  retry,
  isStale,
}: Readonly<{ error: unknown; retry: () => unknown; isStale: boolean }>) {
  const t = useTranslations("everywhere");
  const [seconds, setSeconds] = useState(RETRY_SECONDS);
  // The clock ticks outside React, whether or not we render.
  useEffect(() => {
    let left = RETRY_SECONDS;
    const timer = setInterval(() => {
      left -= 1;
      if (left === 0) {
        left = RETRY_SECONDS;
        retry();
      }
      setSeconds(left);
    }, 1_000);
    return () => clearInterval(timer);
  }, [retry]);
  const problem = error instanceof ProblemError ? error : undefined;
  return (
    <div
      role="alert"
      className="border-negative bg-negative-soft mb-5 flex flex-wrap items-center gap-3 rounded-r-md border-l-[3px] px-3.5 py-2.5 text-sm"
    >
      <div className="min-w-0 flex-1">
        <p className="font-medium">{t(isStale ? "failedStale" : "failed")}</p>
        <p className="text-muted">
          {problem?.detail ?? t("failedNetwork")} {t("retryIn", { seconds: seconds })}
          {problem?.requestId !== undefined && (
            <span className="ml-2 text-xs">{t("requestId", { id: problem.requestId })}</span>
          )}
        </p>
      </div>
      <Button onClick={() => retry()}>{t("retry")}</Button>
    </div>
  );
}
