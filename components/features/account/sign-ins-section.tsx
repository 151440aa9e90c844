"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";

import { useDeviceText } from "@/components/features/account/device";
import { Problem } from "@/components/features/account/problem";
import { Ago, Instant } from "@/components/patterns/dates";
import { Section } from "@/components/patterns/page";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { useIsAlive } from "@/components/ui/alive";
import { Button } from "@/components/ui/button";
import { account } from "@/lib/browser/account";
import type { SignInView } from "@/lib/contracts/account";

/** Where the person is signed in; each place can be closed, and all of them. */
export function SignInsSection({ signIns }: Readonly<{ signIns: readonly SignInView[] }>) {
  const t = useTranslations("account.signIns");
  const router = useRouter();
  const isAlive = useIsAlive();
  const deviceText = useDeviceText();
  const closeOne = useMutation({ mutationFn: account.signOutOne, onSettled: () => router.refresh() });
  const closeAll = useMutation({
    mutationFn: account.signOutEverywhere,
    // The whole page goes, with everything that it remembers of the person.
    onSuccess: () => window.location.assign("/sign-in"),
  });
  const columns = [
    { key: "device", label: t("device") },
    { key: "address", label: t("address"), isWide: true },
    { key: "started", label: t("started"), isWide: true },
    { key: "seen", label: t("seen") },
    { key: "close", label: <span className="sr-only">{t("signOut")}</span> },
  ];
  return (
    <Section
      title={t("title")}
      actions={
        <Button onClick={() => closeAll.mutate()} disabled={!isAlive || closeAll.isPending}>
          {t("everywhere")}
        </Button>
      }
    >
      <p className="text-muted mb-2.5 text-sm">{t("everywhereHint")}</p>
      <Problem error={closeOne.error ?? closeAll.error} />
      <Table caption={t("title")} columns={columns}>
        {signIns.map((signIn) => (
          <Row key={signIn.id} isTall>
            <Cell isName>
              {deviceText(signIn.device)}
              {signIn.isCurrent && <Under>{t("here")}</Under>}
            </Cell>
            <Cell isWide>{signIn.address}</Cell>
            <Cell isWide>
              <Instant at={signIn.startedAt} />
            </Cell>
            <Cell>
              <Ago at={signIn.lastSeenAt} />
            </Cell>
            <Cell>
              {!signIn.isCurrent && (
                <Button
                  look="quiet"
                  aria-label={t("signOutOf", { device: deviceText(signIn.device) })}
                  disabled={!isAlive || closeOne.isPending}
                  onClick={() => closeOne.mutate(signIn.id)}
                >
                  {t("signOut")}
                </Button>
              )}
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
