import type { StoreTexts } from "../texts/store.ts";

/** Texts about the database in Brazilian Portuguese. */
export const storePtBR: StoreTexts = {
  failed: {
    "open database": "Não foi possível abrir o banco de dados",
    "read messages": "Não foi possível ler as mensagens",
    "store messages": "Não foi possível gravar mensagens",
    "search messages": "Não foi possível buscar nas mensagens",
    "remove messages": "Não foi possível remover as mensagens antigas",
    "erase deleted messages": "Não foi possível eliminar do disco as mensagens apagadas",
    "read accounts": "Não foi possível ler as contas",
    "change accounts": "Não foi possível alterar as contas",
    "read rules": "Não foi possível ler as regras das salas",
    "change rules": "Não foi possível alterar as regras das salas",
    "tell who is where": "Não foi possível saber quem está em qual nó",
  },
  reasons: {
    in_use: () => "outro servidor já está usando esse banco",
    locked: () => "outro programa bloqueou o banco",
    no_directory: () => "o diretório não existe",
    cannot_open: () =>
      "o SQLite não consegue abrir o arquivo nem criar os dele ao lado; confira as permissões",
    not_database: () => "não é um banco de dados SQLite",
    foreign: () => "é um banco de dados de outro programa",
    newer: (version, newest) =>
      `foi gravado por uma versão mais nova do chat (esquema ${version}; o mais novo conhecido aqui é o ${newest})`,
    older: (version, newest) =>
      `foi gravado por uma versão mais antiga do chat (esquema ${version} de ${newest}); o chat serve atualiza o banco`,
    damaged: (found) => `está danificado (${found}); restaure um backup`,
    not_copied: (reason) => `faltam mensagens nele, e não foi possível copiá-lo: ${reason}`,
    has_messages: () => "já há mensagens nele",
    read_only: () => "só permite leitura, ou o usuário não pode gravar nele",
    stopping: () => "o servidor está encerrando",
    no_answer: () => "o banco não responde",
    not_ready: () => "o PostgreSQL está iniciando ou encerrando",
    wrong_password: () => "senha incorreta",
    rejected: () => "o PostgreSQL recusa esse usuário ou esta máquina",
    no_such_database: () => "não existe um banco com esse nome; crie-o com createdb",
    denied: () =>
      "falta uma permissão a esse usuário no PostgreSQL; dê a ele CREATE no banco de dados",
    too_many_connections: () => "o PostgreSQL está com conexões demais",
    bad_url: () => "não é uma URL",
    bad_port: () => "não é uma URL: a porta está errada",
    no_user: () => "falta o usuário: postgres://USUÁRIO@…, ou PGUSER",
    unsupported: (parameter) => `${parameter} não é aceito`,
    bad_sslmode: () => "sslmode deve ser disable, allow, prefer, require, verify-ca ou verify-full",
    encoding: (encoding) =>
      `a codificação é ${encoding}, não UTF8; crie outro banco com createdb -E UTF8 -T template0`,
    pool_mode: () => "o PgBouncer troca de sessão a cada transação: use pool_mode = session",
    pooler_timeout: () =>
      "um pooler de conexões descarta statement_timeout: execute ALTER ROLE … SET statement_timeout = '10s'",
    pooler_parameter: (name) =>
      `o PgBouncer recusa ${name}: use ignore_startup_parameters = ${name}`,
    no_socket: () =>
      "este comando não pode usar um socket desta máquina: indique um host, como 127.0.0.1",
  },
};
