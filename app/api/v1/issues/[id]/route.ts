import { ById } from "@/lib/contracts/inputs";
import { Issue } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { getIssue } from "@/lib/services/issues/get-issue";

export const GET = route("GET /api/v1/issues/[id]", { input: ById, output: Issue, run: getIssue });
