import type { ServerTexts } from "../texts/server.ts";

/** The texts of the server, and of certificates, accounts and the export. */
export const serverPtBR: ServerTexts = {
  log: {
    listening: (address) => `[ESCUTANDO] Servidor em ${address}`,
    webListening: (url) => `[WEB] Página em ${url}`,
    metricsListening: (url) => `[MÉTRICAS] Métricas em ${url}`,
    connected: (host, port) => `[NOVA CONEXÃO] ('${host}', ${port}) conectado.`,
    rejected: (host, reason) => `[RECUSADO] ${host}: ${reason}`,
    more: (count, since) => `(mais ${count} desde ${since})`,
    disconnected: (host, port, name, reason) =>
      `[DESCONECTADO] ('${host}', ${port})${name && ` ${name}`}: ${reason}`,
    endings: {
      quit: "saiu",
      closed: "conexão fechada",
      BadResource: "conexão fechada",
      ConnectionReset: "conexão interrompida",
      ConnectionAborted: "conexão interrompida",
      BrokenPipe: "conexão interrompida",
      UnexpectedEof: "conexão fechada no meio de um frame",
      TimedOut: "conexão sem resposta",
      replaced: "entrou por outra conexão",
      name_taken: "nome já em uso",
      account_changed: "conta alterada",
      moving: "passou para outro servidor",
      shutting_down: "servidor encerrando",
      banned: "banido",
      forbidden: "não permitido",
      busy: "servidor ocupado",
      too_many: "conexões demais",
      too_fast: "rápido demais",
      frame_too_large: "frame grande demais",
      bad_message: "mensagem inválida",
      slow_reader: "lento demais para receber",
      idle: "sem resposta",
      timeout: "tempo esgotado",
    },
    stopping: () => "[ENCERRANDO] O servidor não aceita mais conexões.",
    notStored: (count) =>
      count === 1
        ? "[NÃO GRAVADA] 1 mensagem não pôde ser gravada a tempo. Ela não foi confirmada a quem a enviou."
        : `[NÃO GRAVADAS] ${count} mensagens não puderam ser gravadas a tempo. Nenhuma foi confirmada a quem a enviou.`,
    stopped: () => "[ENCERRADO] Até logo!",
    databaseDamaged: (copy) =>
      `[DANIFICADO] Faltam no banco de dados mensagens ou contas que foram gravadas. O servidor continua com o resto; há uma cópia do banco como foi encontrado em ${copy}.`,
    acceptFailed: (reason) => `[ERRO] Não foi possível aceitar uma conexão: ${reason}`,
    cannotListen: (address, reason) => `Não foi possível escutar em ${address}: ${reason}`,
    storeFailed: (reason, failures) => `[ERRO] Falha no banco de dados (${failures}): ${reason}`,
    storeWorks: (failures) =>
      `[OK] O banco de dados voltou a funcionar (falhas nesse período: ${failures}).`,
    busFailed: () => "[NATS] Desconectado. As mensagens de outros nós atrasam até ele reconectar.",
    busWorks: () => "[NATS] Reconectado.",
    busIgnored: (count) =>
      `[NATS] Mensagens ignoradas que nenhum nó pode ter enviado: ${count}. Deixe só os nós publicarem.`,
    nodeReplaced: () => "[ERRO] Outro processo está rodando com o nome deste nó; este vai parar.",
    cannotJoin: (reason) => `Não foi possível entrar no cluster: ${reason}`,
    certificateRenewed: () => "[TLS] Certificado novo em uso nas próximas conexões.",
    certificateRefused: (reason) => `[ERRO] O certificado antigo continua em uso: ${reason}`,
  },
  nats: {
    failed: (servers, reason) => `NATS em ${servers}: ${reason}`,
    rejected: "ele recusou o nome, a senha ou as credenciais deste nó",
    noTls: "ele não usa TLS, que tls:// ou --nats-ca exige",
    untrusted: (fault) => `não dá para confiar no certificado dele (${fault}); veja --nats-ca`,
  },
  proxy: {
    noHeader: (shown) =>
      `sem cabeçalho PROXY, embora --proxy-protocol inclua este endereço: ${shown}`,
    unnamed: (shown) =>
      `cabeçalho PROXY, embora --proxy-protocol não inclua este endereço: ${shown}`,
    badForwarded: (shown) => `não dá para saber o cliente por ${shown}`,
  },
  tls: {
    unreadable: (file, reason) => `Não foi possível ler ${file}: ${reason}`,
    noCertificate: (file) =>
      `Não há certificado em ${file} (esperado em PEM: -----BEGIN CERTIFICATE-----)`,
    noKey: (file) =>
      `Não há chave privada em ${file} (esperada em PEM: -----BEGIN PRIVATE KEY-----)`,
    mismatch: (certificate, key) =>
      `A chave em ${key} não pertence ao certificado em ${certificate}`,
    hasPassphrase: (key) =>
      `A chave em ${key} tem senha; remova-a com openssl pkey -in ${key} -out NOVA.pem`,
    weakKey: (key) =>
      `A chave RSA em ${key} é fraca demais para TLS: use pelo menos 2.048 bits, ou chat cert`,
    wrongOrder: (certificates, place) =>
      `Os certificados em ${certificates} estão fora de ordem: o do servidor (agora o número ${place}) tem de vir primeiro, e depois de cada um o do seu emissor`,
    unusable: (certificate, key, reason) =>
      `Não é possível usar ${certificate} com ${key}: ${reason}`,
    expected: "o servidor usa TLS: acrescente --tls",
    notSpoken: "o servidor não usa TLS: remova --tls",
    rejected:
      "o servidor está recusando conexões deste endereço por enquanto: são muitas, ou rápidas demais",
    wrongName: (name, names) =>
      `o certificado do servidor é para ${names.join(", ")}, não para ${name}: ` +
      "use um desses em --host ou em --server-name",
    unknownAuthority:
      "o certificado do servidor foi assinado por uma autoridade desconhecida: peça o ca.pem ao administrador do servidor e informe-o com --ca",
    badSignature:
      "a assinatura do certificado do servidor não confere: --ca indica o ca.pem de outra autoridade com o mesmo nome, ou uma chave RSA do servidor tem menos de 2.048 bits",
    isAuthority:
      "o servidor usa o certificado de uma autoridade como se fosse o seu: o administrador pode criar um com chat cert",
    expired:
      "o certificado do servidor venceu: o administrador precisa renová-lo, ou o relógio daqui está errado",
    notYet:
      "o certificado do servidor ainda não é válido: o relógio daqui ou o do servidor está errado",
    untrusted: (fault) => `não dá para confiar no certificado do servidor (${fault})`,
    handshakeFailed: (reason) =>
      `não foi possível combinar uma conexão criptografada com o servidor (${reason})`,
    badServerName: (name) => `'${name}' não pode ser o nome de um servidor`,
  },
  export: {
    nothingSaid: (room) => `Não há mensagens em ${room}`,
  },
  import: {
    done: (entries, conversations) =>
      `Importação: ${entries === 1 ? "1 registro" : `${entries} registros`} de ${
        conversations === 1 ? "1 conversa" : `${conversations} conversas`
      }`,
    badLine: (line) => `A linha ${line} não é um objeto JSON; nada foi importado`,
    badField: (line, field) =>
      `Linha ${line}: o campo "${field}" falta ou está errado; nada foi importado`,
    badId: (line, id, expected) =>
      `Linha ${line}: id ${id} em vez de ${expected}; nada foi importado`,
    notPrivate: (line) =>
      `Linha ${line}: uma mensagem privada precisa de "between", que o chat export --changes escreve; nada foi importado`,
  },
  cert: {
    noHost: "Informe o nome ou endereço do servidor: --host NOME",
    exists: (file) => `${file} já existe; use --force para substituí-lo`,
    authorityEnds: (file, days) =>
      `A autoridade em ${file} vence em ${
        days === 1 ? "1 dia" : `${days} dias`
      }: diminua --days, ou mude os arquivos dela de lugar para criar uma nova`,
    failed: (directory, reason) =>
      `Não foi possível criar um certificado em ${directory}: ${reason}`,
    made: ({ authority, authorityKey, isNew, cert, key, hosts, until }) =>
      [
        `Autoridade:  ${authority} (${isNew ? "nova" : "a que já existia"})`,
        `Certificado: ${cert}, até ${
          until.toLocaleDateString("pt-BR", { timeZone: "UTC" })
        }, para ${hosts.join(", ")}`,
        "",
        "No servidor:",
        `  chat serve --host 0.0.0.0 --tls-cert ${cert} --tls-key ${key}`,
        `Os clientes precisam de uma cópia de ${authority}:`,
        `  chat connect --host ${hosts[0]} --tls --ca ${authority}`,
        "",
        `Mantenha ${authorityKey} e ${key} em segredo.`,
      ].join("\n"),
  },
  user: {
    added: (name) => `Conta ${name} criada.`,
    changed: (name) => `Senha de ${name} trocada.`,
    removed: (name) => `Conta ${name} removida.`,
    opped: (name) => `${name} agora é operador do servidor.`,
    deopped: (name) => `${name} não é mais operador do servidor.`,
    noSuchAccount: (name) => `Não existe a conta '${name}'`,
    noDatabase: (path) => `Não foi possível abrir o banco de dados ${path}: ele não existe`,
    unknownAction: (word) =>
      `Ação desconhecida: '${word}' (esperado: add, passwd, remove, op, deop ou list)`,
    notInMemory:
      "Contas em :memory: se perdem quando o servidor para: indique um banco de dados com --db",
    passwordMissing: "Sem terminal, informe a senha com --password-file ou CHAT_PASSWORD",
  },
};
