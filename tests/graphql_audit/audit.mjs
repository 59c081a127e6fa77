// Runs every audit of graphql-http against the address given. Exits with 1 unless each MUST and each SHOULD holds.
import { serverAudits } from "graphql-http";

const url = process.argv[2];
const counts = { ok: 0, error: 0, warn: 0, notice: 0 };
const meaning = { error: "a MUST", warn: "a SHOULD", notice: "a MAY" };

for (const audit of serverAudits({ url })) {
  const { id, name, status, reason, response } = await audit.fn();
  counts[status] += 1;
  if (status !== "ok") {
    const answer = response.bodyUsed ? "" : ` ${await response.text()}`;
    console.log(`${id} ${name}\n  ${meaning[status]} that does not hold: ${reason}. The answer: ${response.status}${answer}`);
  }
}
console.log(`GraphQL over HTTP: ${counts.ok} audits hold; not so: ${counts.error} MUST, ${counts.warn} SHOULD, ${counts.notice} MAY`);
process.exitCode = counts.error + counts.warn > 0 || counts.ok === 0 ? 1 : 0;
