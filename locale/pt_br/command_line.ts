import type { CommandLineTexts } from "../texts/command_line.ts";
import { manualPtBR } from "./manual.ts";

/** Texts of the command line in Brazilian Portuguese. */
export const commandLinePtBR: CommandLineTexts = {
  usage: {
    program:
      "Um chat só seu, em um único executável: servidor, cliente de terminal e página web.\n\n" +
      "Uso: chat <comando> [opções]",
    unknownCommand: (command) => `Comando desconhecido: '${command}' (veja chat --help)`,
    unknownFlag: (flag) => `Opção desconhecida: '${flag}' (veja --help)`,
    unexpected: (argument) => `Argumento inesperado: '${argument}' (veja --help)`,
    twice: (flag) => `Opção repetida: '--${flag}'`,
    notBoth: (flag, other) => `As opções --${flag} e --${other} não podem ser usadas juntas`,
    argumentTwice: (argument, flag) => `Informe '${argument}' ou --${flag}, não os dois`,
    alsoNeeded: (flag, other) => `A opção --${flag} exige --${other}`,
    badValue: (source, value, expected) =>
      `Valor inválido para ${source}: '${value}' (esperado: ${expected})`,
    help: "mostra esta ajuda",
    version: "mostra a versão",
    commands: "Comandos:",
    flags: "Opções:",
    fallback: (shown) => `padrão: ${shown}`,
    examples: "Exemplos:",
    cannotWrite: (reason) => `Não foi possível escrever a saída: ${reason}`,
    unknownShell: (shell, shells) =>
      `Shell desconhecido: '${shell}' (esperado: ${shells.join(", ")})`,
    environment: "Toda opção também pode vir de uma variável: CHAT_PORT para --port.",
  },
  subcommands: {
    serve: "Inicia o servidor.\n\nUso: chat serve [opções]",
    connect: "Conecta a um servidor; sem terminal, envia cada linha da entrada padrão.\n\n" +
      "Uso: chat connect [HOST[:PORTA]] [opções]",
    export: "Exporta as mensagens guardadas em JSON, uma por linha.\n\nUso: chat export [opções]",
    import: "Importa para um banco sem mensagens o que o chat export escreveu.\n\n" +
      "Uso: chat import [opções] < ARQUIVO",
    user: "Gerencia contas e operadores do servidor, mesmo com ele rodando.\n\n" +
      "Uso: chat user add|passwd|remove|op|deop NOME [opções]\n     chat user list [opções]",
    link: "Mostra o endereço da página web, ou de uma sala nela, com o QR code.\n\n" +
      "Uso: chat link URL [SALA] [opções]",
    completions: "Gera o script de autocompletar de um shell.\n\n" +
      "Uso: chat completions bash|zsh|fish [opções]",
    man: "Gera a página de manual para o man.\n\nUso: chat man [opções]",
    cert: "Cria um certificado TLS para o servidor.\n\n" +
      "Uso: chat cert --host NOME [--host NOME…] [opções]",
  },
  examples: {
    connect: [
      ["chat connect", "conecta ao servidor desta máquina e pergunta o seu nome"],
      [
        "chat connect 192.168.1.10 --name Alice --room jogos",
        "conecta como Alice e entra em #jogos",
      ],
      [
        "chat connect chat.example.org:4000 --tls --ca ca.pem",
        "usa TLS e confia na autoridade de ca.pem",
      ],
      [
        "chat connect --save-input",
        "guarda para a próxima vez o que você digita, seus rascunhos e até onde você leu",
      ],
      ["chat connect --full", "salas, mensagens e pessoas em tela cheia"],
      ["chat connect --plain", "um evento por linha, para leitores de tela"],
      ["echo oi | chat connect --name robô", "envia uma linha e termina quando ela é confirmada"],
    ],
    import: [[
      "chat export --private --changes | chat import --db novo.db",
      "copia todas as mensagens",
    ]],
    link: [[
      "chat link http://192.168.1.10:8080 jogos",
      "mostra um link para #jogos, em tamanho de projetor",
    ]],
    completions: [
      ["source <(chat completions bash)", "em ~/.bashrc"],
      ["source <(chat completions zsh)", "em ~/.zshrc, depois de compinit"],
      ["chat completions fish | source", "em ~/.config/fish/config.fish"],
    ],
    man: [["chat man | man -l -", "mostra o manual"]],
  },
  manual: manualPtBR,
  placeholders: {
    ADDRESS: "ENDEREÇO",
    FILE: "ARQUIVO",
    NAME: "NOME",
    ORIGIN: "ORIGEM",
    PORT: "PORTA",
    ROOM: "SALA",
    SECONDS: "SEGUNDOS",
    TIME: "TEMPO",
  },
  flags: {
    serveHost: "endereço em que o servidor atende; 0.0.0.0 para todos",
    servePort: "porta em que o servidor atende; 0 para qualquer porta livre",
    db: "arquivo SQLite, URL postgres:// ou :memory:, para mensagens e contas",
    cluster:
      "servidor NATS de um cluster de nós, como nats://10.0.0.5:4222; exige --node e --db postgres://…",
    natsCa:
      "autoridade em que confiar para o NATS, em PEM; as conexões com ele passam a ser criptografadas",
    natsCredentials:
      "arquivo de credenciais do NATS: um JWT e uma seed NKEY, como o que nsc generate creds gera",
    node: "nome deste nó, único no cluster",
    keepMessages: "mensagens a guardar em cada sala; 0 guarda todas (1.000 com :memory:)",
    keepDays: "dias para guardar as mensagens; 0 guarda para sempre",
    editWindow:
      "por quanto tempo se pode editar ou apagar as próprias mensagens: 30s, 15m, 24h, 7d, 0 (nunca) ou unlimited (sempre)",
    lang: "idioma",
    exportRoom: "exporta só esta sala",
    exportPrivate: "exporta também as mensagens privadas",
    exportChanges: "exporta as mensagens como foram enviadas, cada mudança nelas e as identidades",
    certHost: "nome ou endereço pelo qual os clientes chegam ao servidor; pode ser repetida",
    certOut: "diretório dos arquivos; uma autoridade que já exista nele é reaproveitada",
    certDays: "dias de validade do certificado",
    certForce: "substitui o certificado e a chave do servidor, mas nunca a autoridade",
    tlsCert: "certificado para TLS e sua cadeia, em PEM; veja chat cert",
    tlsKey: "chave privada do certificado, em PEM",
    web: "serve a página web e o WebSocket dela neste endereço; por padrão, o de --host",
    webOrigin: "origem que pode abrir um WebSocket, em vez da própria página; pode ser repetida",
    proxyProtocol:
      "endereço ou rede dos proxies cujas conexões começam com um cabeçalho PROXY; pode ser repetida",
    trustedProxy:
      "endereço ou rede dos proxies cujo X-Forwarded-For ou Forwarded diz quem é o cliente; pode ser repetida",
    metrics: "serve /metrics (Prometheus) e /healthz neste endereço; por padrão, 127.0.0.1",
    maxFrame: "maior frame aceito",
    allowPlaintextPasswords: "aceita senhas de outras máquinas sem TLS",
    rate:
      "mensagens por segundo de cada cliente, depois da rajada; o que passar disso espera; 0 para não limitar",
    log: "formato do log",
    announceLimit: "maior sala em que entradas e saídas são anunciadas a todos",
    handshakeTimeout: "segundos para se identificar",
    readTimeout: "segundos para terminar de enviar um frame",
    pingInterval: "segundos de silêncio até um ping",
    writeTimeout: "segundos que um cliente pode ficar sem receber dados até ser desconectado",
    maxSendQueue: "desconecta um cliente quando há mais que isso na fila de envio dele",
    burst: "mensagens aceitas de uma vez de cada cliente",
    floodWindow: "segundos acima do ritmo até um cliente ser desconectado",
    maxHandshake: "maior frame aceito antes de o cliente se identificar",
    maxText: "mensagem mais longa, em caracteres, se couber em um frame",
    maxName: "nome de usuário mais longo, em caracteres",
    maxRoom: "nome de sala mais longo, em caracteres",
    maxRooms: "salas em que um cliente pode estar ao mesmo tempo",
    maxTotalSendQueue:
      "desconecta o cliente com a maior fila quando há mais que isso em todas as filas somadas",
    maxPings: "pings sem resposta até um cliente ser desconectado",
    maxConnections: "conexões ao todo; 0 para quantas o sistema permitir",
    maxPending:
      "conexões que não se identificaram; acima disso, as mais antigas que ficam quatro segundos em silêncio são desconectadas",
    maxPerAddress: "conexões de um mesmo endereço, ou de uma rede IPv6 (/64)",
    maxPerMinute: "conexões novas por minuto de um mesmo endereço",
    maxRegistrations: "contas registradas por hora de um mesmo endereço; por dia, 2,5 vezes isso",
    limitLoopback: "aplica os limites por endereço também às conexões desta máquina",
    connectHost: "endereço do servidor, ou vários, dos quais um é escolhido: a,b:4000,[::1]:4000",
    connectPort: "porta do servidor",
    passwordFile: "arquivo com a senha da conta; ou defina CHAT_PASSWORD",
    name: "seu nome; se faltar, é perguntado",
    room: "sala em que entrar",
    tls: "criptografa a conexão e verifica o certificado do servidor",
    ca: "autoridade em que confiar, em PEM, além das públicas; veja chat cert",
    serverName: "nome que o certificado deve ter, em vez de --host",
    color: "quando usar cores; auto segue o terminal e NO_COLOR",
    saveInput:
      "guarda para a próxima vez o que você digita, rascunhos também, menos senhas e códigos de convite",
    full: "salas, mensagens e pessoas em tela cheia",
    plain: "escreve um evento por linha e nunca redesenha; para leitores de tela",
    split: "divide linhas da entrada padrão longas demais para uma mensagem",
    json: "envia e recebe JSON, uma mensagem por linha",
  },
};
