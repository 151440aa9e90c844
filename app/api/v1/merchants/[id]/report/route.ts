import { MonthReportInput } from "@/lib/contracts/bookkeeping";
import { reportRoute } from "@/lib/server/report-route";
import { monthReport } from "@/lib/services/reports/period-report";

export const GET = reportRoute("GET /api/v1/merchants/[id]/report", {
  input: MonthReportInput,
  run: monthReport,
});
