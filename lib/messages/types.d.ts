import type { Messages, Language } from "@/lib/messages/catalogue";

declare module "next-intl" {
  interface AppConfig {
    Locale: Language;
    Messages: Messages;
  }
}
