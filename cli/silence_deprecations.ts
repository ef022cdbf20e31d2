// The runtime of the executable warns users that its own `node:dns` uses a deprecated module, whenever a host is looked up.

import process from "node:process";

Object.assign(process, { noDeprecation: true });
