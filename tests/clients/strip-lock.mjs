// Takes the addresses of a registry out of package-lock.json: the hashes tell what is installed, wherever it comes from.
// Of this folder, or the lock that the command line names.
// npm has an option for this, but it drops optional packages of other platforms when it renews a lock.

import { readFileSync, writeFileSync } from 'node:fs';

const file = process.argv[2] ?? new URL('package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
for (const entry of Object.values(lock.packages)) delete entry.resolved;
writeFileSync(file, `${JSON.stringify(lock, null, '\t')}\n`);
