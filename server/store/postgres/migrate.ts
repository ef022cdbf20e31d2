import type { ISql } from "postgres";
import type { PostgresSql, PostgresTypes } from "./client.ts";
import { POSTGRES_MIGRATIONS } from "./migrations.ts";
import { refuseNewer, requireNewest } from "../schema_version.ts";

/** Key of the advisory lock under which the schema changes: "chat". */
const MIGRATION_LOCK = 0x63686174;

/**
 * Migrates a database to the current schema; only one store at a time does so.
 *
 * @param sql Executes statements.
 * @throws {Error} If a migration fails, or the schema has a later version.
 */
export async function migratePostgres(sql: PostgresSql): Promise<void> {
  await sql.begin(async (sql) => {
    await sql`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK}::bigint)`;
    const version = await versionOf(sql);
    refuseNewer(version, POSTGRES_MIGRATIONS.length);
    if (version === POSTGRES_MIGRATIONS.length) return;
    if (version === 0) {
      await sql`CREATE SCHEMA IF NOT EXISTS chat`;
      await sql`CREATE TABLE chat.schema_version (version integer NOT NULL)`;
    }
    for (const migration of POSTGRES_MIGRATIONS.slice(version)) await sql.unsafe(migration);
    await sql`DELETE FROM chat.schema_version`;
    await sql`INSERT INTO chat.schema_version VALUES (${POSTGRES_MIGRATIONS.length}::integer)`;
  });
}

/**
 * Checks that a database has the current schema.
 *
 * @param sql Executes statements.
 * @throws {Error} If it has another version.
 */
export async function requirePostgresSchema(sql: PostgresSql): Promise<void> {
  requireNewest(await versionOf(sql), POSTGRES_MIGRATIONS.length);
}

async function versionOf(sql: ISql<PostgresTypes>): Promise<number> {
  const [found] = await sql`SELECT to_regclass('chat.schema_version') IS NOT NULL AS "isThere"`;
  if (!found!.isThere) return 0;
  const [row] = await sql<{ version: number }[]>`SELECT version FROM chat.schema_version`;
  return row!.version;
}
