import { useTranslations } from "next-intl";

import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";

export default function Loading() {
  const t = useTranslations("everywhere");
  return (
    <>
      <Skeleton className="mb-6 h-7 w-48" />
      <TableSkeleton label={t("loading")} />
    </>
  );
}
