"use client";

import Link from "next/link";
import type { Route } from "next";

import { Icon } from "@/components/ui/icon";
import type { Company } from "@/lib/contracts/dashboard";

export function CompanyList({ companies }: Readonly<{ companies: readonly Company[] }>) {
  return (
    <ul className="border-line bg-raised divide-line divide-y rounded-lg border">
      {companies.map(({ tenant, firm, id, name }) => (
        <li key={`${tenant}${id}`}>
          <Link
            href={`/my/${tenant}/${id}` as Route}
            className="hover:bg-sunken/50 flex min-h-16 items-center justify-between gap-3 px-4 py-2"
          >
            <span className="min-w-0">
              <span className="block font-[550] [overflow-wrap:anywhere]">{name}</span>
              <span className="text-muted block text-xs">{firm}</span>
            </span>
            <Icon name="arrow" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
