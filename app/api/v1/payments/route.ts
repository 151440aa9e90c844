import { PaymentsQuery } from "@/lib/contracts/queries";
import { Payment } from "@/lib/contracts/shapes";
import { listRoute } from "@/lib/server/route";
import { paymentsFile } from "@/lib/services/exports/list-files";
import { findPayments } from "@/lib/services/payments/find-payments";

export const GET = listRoute("GET /api/v1/payments", {
  input: PaymentsQuery,
  item: Payment,
  run: findPayments,
  csv: (ctx, query) => ({ name: "payments", chunks: paymentsFile(ctx, query) }),
});
