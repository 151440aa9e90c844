/** `npm run simulator`: the Vipps MobilePay APIs on this machine. */
import { OptionError, parseCommandLine, USAGE } from "./options";
import { startSimulator } from "./server";
import { CLIENT_IDS } from "./world";

async function main(): Promise<void> {
  const { options, asJson } = parseCommandLine(process.argv.slice(2));
  const simulator = await startSimulator(options);
  const credentials = CLIENT_IDS.map((clientId) => ({
    clientId,
    clientSecret: `${clientId}-secret-${options.seed}`,
  }));
  console.log(asJson ? JSON.stringify({ url: simulator.url, credentials }) : `simulator ${simulator.url}`);
  const stop = (): void => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

main().catch((error: unknown) => {
  const isUsage = error instanceof OptionError;
  console.error(isUsage ? `${error.message}\n${USAGE}` : error);
  process.exit(isUsage ? 2 : 1);
});
