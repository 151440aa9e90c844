import { LearnInput, Learnt } from "@/lib/contracts/reconciliation";
import { route } from "@/lib/server/route";
import { learnPattern } from "@/lib/services/reconciliation/learn-pattern";

export const POST = route("POST /api/v1/reconciliation/learn", {
  input: LearnInput,
  output: Learnt,
  run: learnPattern,
});
