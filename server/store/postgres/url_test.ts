import { assert, assertEquals, assertThrows } from "@std/assert";
import { type PostgresPlace, readPostgresUrl, withoutPassword } from "./url.ts";

const TCP: PostgresPlace = {
  host: ["h"],
  port: [5432],
  user: "u",
  pass: "",
  database: "d",
  ssl: false,
  connection: {},
};

function read(location: string, variables: Record<string, string> = {}): PostgresPlace {
  return readPostgresUrl(location, {
    env: (name) => variables[name],
    file: (path) => `text of ${path}`,
  });
}

Deno.test("readPostgresUrl accepts what PostgreSQL's own programs accept", () => {
  const socket = { ...TCP, host: ["/run/pg"], path: "/run/pg/.s.PGSQL.5433", port: [5433] };
  const cases: [string, PostgresPlace][] = [
    ["postgres://u@h/d", TCP],
    ["postgresql://u:p%40%2F@h:5433/d", { ...TCP, pass: "p@/", port: [5433] }],
    ["postgres://u:a#b:c@h/d", { ...TCP, pass: "a#b:c" }],
    ["postgres://u@h", { ...TCP, database: "u" }],
    ["postgres://u@[::1]:1/d", { ...TCP, host: ["::1"], port: [1] }],
    ["postgres://u@h,i:2/d", { ...TCP, host: ["h", "i"], port: [5432, 2] }],
    ["postgres://u@/d?host=/run/pg&port=5433", socket],
    ["postgres://u@:5433/d?host=/run/pg", socket],
    ["postgres://u@%2Frun%2Fpg:5433/d?sslmode=require", socket],
    ["postgres:///d?host=/run/pg&port=5433&user=u", socket],
    ["postgres://?host=h&user=u&dbname=d&password=p", { ...TCP, pass: "p" }],
    ["postgres://u@h/d?sslmode=prefer", { ...TCP, ssl: "prefer" }],
    ["postgres://u@h/d?sslmode=require", { ...TCP, ssl: "require" }],
    ["postgres://u@h/d?sslmode=verify-full", { ...TCP, ssl: {} }],
    ["postgres://u@h/d?sslmode=verify-ca&sslrootcert=/ca", {
      ...TCP,
      ssl: { ca: "text of /ca" },
    }],
    ["postgres://u@h/d?channel_binding=prefer&connect_timeout=3", TCP],
    ["postgres://u@h/d?target_session_attrs=read-write", {
      ...TCP,
      target_session_attrs: "read-write",
    }],
    ["postgres://u@h/d?lock_timeout=5", { ...TCP, connection: { lock_timeout: "5" } }],
  ];
  for (const [location, expected] of cases) assertEquals(read(location), expected, location);
});

Deno.test("readPostgresUrl completes the URL from the variables of PostgreSQL", () => {
  const variables = {
    PGUSER: "u",
    PGHOST: "/run/pg",
    PGPORT: "5433",
    PGDATABASE: "d",
    PGPASSWORD: "p",
    PGSSLMODE: "require",
  };
  assertEquals(read("postgres://", variables).path, "/run/pg/.s.PGSQL.5433");
  assertEquals(read("postgres://h", variables), {
    ...TCP,
    port: [5433],
    pass: "p",
    ssl: "require",
  });
});

Deno.test("readPostgresUrl refuses other URLs without printing the password", () => {
  const cases = [
    ["postgres://h/d", "no user"],
    ["postgres://u:hidden@h:x/d", "it is not a URL"],
    ["postgres://u:hidden/x@h/d", "it is not a URL"],
    ["postgres://u:hidden%zz@h/d", "it is not a URL"],
    ["postgres://u:hidden@h:99999/d", "it is not a URL"],
    ["postgres://u:hidden@h/d?sslmode=yes", "sslmode"],
    ["postgres://u:hidden@h/d?channel_binding=require", "channel_binding"],
    ["postgres://u@h/d?password=hidden&sslkey=/k", "sslkey"],
    ["postgres://u@h/d?password=hidden&x", "it is not a URL"],
  ] as const;
  for (const [location, expected] of cases) {
    const { message } = assertThrows(() => read(location), Error, expected);
    assert(!`${message} ${withoutPassword(location)}`.includes("hidden"), location);
  }
});
