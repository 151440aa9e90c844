import { PayoutReportInput } from "@/lib/contracts/bookkeeping";
import { reportRoute } from "@/lib/server/report-route";
import { payoutReport } from "@/lib/services/reports/payout-report";

export const GET = reportRoute("GET /api/v1/payouts/[id]/report", {
  input: PayoutReportInput,
  run: payoutReport,
});
