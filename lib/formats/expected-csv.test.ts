import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readExpectedCsv } from "@/lib/formats/expected-csv";

const RIGHT = [
  "country;organisation number;name;e-mail;language",
  "NO;974 760 673;Bryggen Keramikk AS;post@bryggen.example;nb",
  "DK;DK54562519;Havnens Parkering ApS;;",
  "FI;0112038-9;Turun Pyörähuolto Oy;info@pyora.example;fi",
].join("\n");

describe("a file of merchants to wait for", () => {
  test("is read with its numbers as the listing writes them", () => {
    const { lines, errors } = readExpectedCsv(RIGHT);
    expect(errors).toEqual([]);
    expect(
      lines.map(({ line, business, language }) => [line, business.scheme, business.id, language]),
    ).toEqual([
      [2, "business:NO:ORG", "974760673", "nb"],
      [3, "business:DK:CVR", "54562519", undefined],
      [4, "business:FI:Y-tunnus", "0112038-9", "fi"],
    ]);
  });

  test.each([
    ["Norwegian", "Land;Organisasjonsnummer;Navn;E-post;Språk"],
    ["Danish", "Land;CVR-nr.;Navn;E-mail;Sprog"],
    ["Finnish", "Maa;Y-tunnus;Nimi;Sähköposti;Kieli"],
    ["English", "COUNTRY;Org. no.;Name;Email;Language"],
  ])("may name its columns in %s", (_, header) => {
    expect(readExpectedCsv(RIGHT.replace(/^.*$/m, header))).toEqual(readExpectedCsv(RIGHT));
  });

  test("is the same with a mark at its beginning, with commas, quotes, and lines of Windows", () => {
    const changed = `\uFEFF${RIGHT.replaceAll(";", ",").replace("Bryggen Keramikk AS", '"Bryggen Keramikk AS"').replaceAll("\n", "\r\n")}\r\n\r\n`;
    expect(readExpectedCsv(changed)).toEqual(readExpectedCsv(RIGHT));
  });

  test("has its columns in any order, and others between them", () => {
    const { lines, errors } = readExpectedCsv("Navn;Notat;Land;Orgnr\nBryggen;ring først;Norge;974760673");
    expect(errors).toEqual([]);
    expect(lines).toMatchObject([{ name: "Bryggen", country: "NO", email: undefined }]);
  });

  test("tells every fault with its line and field", () => {
    const file = [
      "land;orgnr;navn;e-post;språk",
      "SE;974760673;Bryggen;;",
      "NO;974760674;Bryggen;;",
      "NO;97476067;Bryggen;post(at)bryggen;svensk",
      "NO;;;;",
      "NO;974760673;Bryggen;;",
      "NO;974 760 673;Bryggen igjen;;",
    ].join("\n");
    expect(readExpectedCsv(file).errors).toEqual([
      { line: 2, field: "country", fault: "unknown-country", value: "SE" },
      { line: 3, field: "organisationNumber", fault: "check-digit", value: "974760674" },
      { line: 4, field: "organisationNumber", fault: "length", value: "97476067" },
      { line: 4, field: "email", fault: "not-an-address", value: "post(at)bryggen" },
      { line: 4, field: "language", fault: "unknown-language", value: "svensk" },
      { line: 5, field: "organisationNumber", fault: "missing", value: "" },
      { line: 5, field: "name", fault: "missing", value: "" },
      { line: 7, field: "organisationNumber", fault: "repeated-line", value: "6" },
    ]);
  });

  test.each([
    ["nothing", "", "empty"],
    ["a header alone", "land;orgnr;navn", "empty"],
    ["no header", "NO;974760673;Bryggen", "missing-column"],
    ["a column twice", "land;orgnr;navn;name", "repeated-column"],
    ["an open quote", 'land;orgnr;navn\nNO;974760673;"Bryggen', "unreadable"],
  ])("with %s says so", (_, text, fault) => {
    expect(readExpectedCsv(text).errors[0]?.fault).toBe(fault);
  });

  test("never throws, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { lines, errors } = readExpectedCsv(`land;orgnr;navn\n${text}`);
        expect(lines.length + errors.length).toBeGreaterThan(0);
      }),
    );
  });
});
