import type { Language } from "@/lib/messages/catalogue";
import type { Messages } from "@/lib/messages/en";

declare module "next-intl" {
  interface AppConfig {
    Locale: Language;
    Messages: Messages;
  }
}
