import { fileRoute } from "@/lib/server/file-route";
import { takeExport } from "@/lib/services/leaving/take-export";

/** A file that somebody asked for: sent once, to them. Not a part of the API for programs. */
export const GET = fileRoute("GET /api/exports/[id]", takeExport);
