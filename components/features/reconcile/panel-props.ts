import type { Deed } from "@/components/features/reconcile/deeds";
import type { Outcome } from "@/components/features/reconcile/outcomes";
import type { FormName } from "@/components/features/reconcile/reconcile-address";
import type { Decisions } from "@/components/features/reconcile/use-decisions";
import type { OpenItem } from "@/lib/contracts/reconciliation";

/** What the panel of a row is given. */
export type PanelProps = Readonly<{
  tenant: string;
  item: OpenItem;
  outcome: Outcome | undefined;
  decisions: Decisions;
  form: FormName | undefined;
  /** Closes the form if it is still the one that is open: an answer may come when another is. */
  onCloseForm: (form: FormName) => void;
  onDeed: (deed: Deed) => void;
  onUndo: () => void;
  /** After a form has done what it is for. */
  onMoveOn: (item: OpenItem) => void;
}>;
