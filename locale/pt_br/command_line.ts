import type { CommandLineTexts } from "../texts/command_line.ts";

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
    alsoNeeded: (flag, other) => `A opção --${flag} exige --${other}`,
    badValue: (source, value, expected) =>
      `Valor inválido para ${source}: '${value}' (esperado: ${expected})`,
    help: "mostra esta ajuda",
    version: "mostra a versão",
    commands: "Comandos:",
    flags: "Opções:",
    fallback: (shown) => `padrão: ${shown}`,
    examples: "Exemplos:",
    unknownShell: (shell, shells) =>
      `Shell desconhecido: '${shell}' (esperado: ${shells.join(", ")})`,
    environment: "Toda opção também pode vir de uma variável: CHAT_PORT para --port.",
  },
  subcommands: {
    serve: "Executa o servidor.\n\nUso: chat serve [opções]",
    connect: "Conecta a um servidor; sem terminal, envia cada linha da entrada padrão.\n\n" +
      "Uso: chat connect [opções]",
    export: "Escreve as mensagens guardadas em JSON, uma por linha.\n\nUso: chat export [opções]",
    user: "Gerencia contas e operadores do servidor, mesmo com ele rodando.\n\n" +
      "Uso: chat user add|passwd|remove|op|deop NOME [opções]\n     chat user list [opções]",
    completions: "Escreve o script de autocompletar de um shell.\n\n" +
      "Uso: chat completions bash|zsh|fish [opções]",
    man: "Escreve a página de manual para o man.\n\nUso: chat man [opções]",
    cert: "Cria um certificado TLS para o servidor.\n\n" +
      "Uso: chat cert --host NOME [--host NOME…] [opções]",
  },
  examples: {
    connect: [
      ["chat connect", "conecta ao servidor desta máquina; ele pergunta o seu nome"],
      [
        "chat connect --host 192.168.1.10 --name Alice --room jogos",
        "conecta como Alice e entra em #jogos",
      ],
      [
        "chat connect --host chat.example.org --tls --ca ca.pem",
        "usa TLS e confia na autoridade de ca.pem",
      ],
      ["chat connect --remember", "guarda o que você digita para as setas da próxima vez"],
      ["chat connect --plain", "um evento por linha, para leitores de tela"],
      ["echo oi | chat connect --name robô", "envia uma linha e termina quando ela é confirmada"],
    ],
    completions: [
      ["source <(chat completions bash)", "em ~/.bashrc"],
      ["source <(chat completions zsh)", "em ~/.zshrc, depois de compinit"],
      ["chat completions fish | source", "em ~/.config/fish/config.fish"],
    ],
    man: [["chat man | man -l -", "mostra o manual"]],
  },
  manual: {
    name: "NOME",
    synopsis: "SINOPSE",
    form: "comando [opções]",
    commands: "COMANDOS",
    typed: "NA CONVERSA",
    environment: "AMBIENTE",
    exitStatus: "CÓDIGO DE SAÍDA",
    exitCodes: ["deu tudo certo", "a operação falhou", "a linha de comando está errada"],
  },
  flags: {
    serveHost: "endereço em que escuta",
    servePort: "porta em que escuta; 0 escolhe uma livre",
    db: "onde as mensagens ficam: um arquivo, :memory: ou postgres://…",
    cluster:
      "funciona como um nó entre vários, por este NATS, como em nats://10.0.0.5:4222; pede --db postgres://… e --node",
    natsCa:
      "certificado da autoridade que assinou o do NATS, em PEM; as conexões com ele passam a ser cifradas",
    natsCredentials:
      "arquivo de credenciais do NATS: um JWT e uma semente NKEY, como nsc generate creds o escreve",
    node: "o nome deste nó; dois nós não podem ter o mesmo",
    keepMessages: "últimas mensagens a guardar de cada sala; 0 guarda todas, e com :memory: 1.000",
    keepDays: "dias por que as mensagens são guardadas; 0 é para sempre",
    lang: "idioma",
    exportRoom: "só as mensagens desta sala",
    exportPrivate: "também as mensagens privadas",
    certHost: "nome ou endereço pelo qual se chega ao servidor; pode ser dado várias vezes",
    certOut: "diretório dos arquivos; uma autoridade que já exista é usada de novo",
    certDays: "dias de validade do certificado",
    certForce: "substitui o certificado e a chave do servidor; a autoridade nunca é substituída",
    tlsCert: "certificado para cifrar, em PEM, com os que estão acima dele; veja chat cert",
    tlsKey: "chave do certificado, em PEM",
    web:
      "endereço e porta da página para navegadores, e do WebSocket em /ws; sem endereço, vale o de --host",
    webOrigin:
      "origem de uma página que pode conectar, no lugar da própria página; pode ser dada várias vezes",
    metrics: "endereço e porta de /metrics (Prometheus) e /healthz; sem endereço, 127.0.0.1",
    maxFrame: "maior quadro aceito, em bytes",
    allowPlaintextPasswords: "aceita senhas de outras máquinas também sem TLS",
    rate:
      "mensagens por segundo de cada pessoa, depois das de uma vez; o que vem mais rápido é lido mais devagar; 0 é sem limite",
    log: "formato do registro",
    announceLimit: "maior sala em que entradas e saídas são anunciadas a todos",
    handshakeTimeout: "segundos para dizer o nome",
    readTimeout: "segundos para terminar um quadro começado",
    pingInterval: "segundos de silêncio até um ping",
    writeTimeout: "segundos sem que um leitor lento receba nada até ser desconectado",
    maxSendQueue: "bytes que podem esperar por um leitor lento",
    burst: "mensagens de cada pessoa aceitas de uma vez",
    floodWindow: "segundos por que alguém pode seguir sem pausa mais rápido que isso",
    maxHandshake: "maior quadro antes de dito um nome, em bytes",
    maxText: "texto mais longo, em caracteres, até onde um quadro o leva",
    maxName: "nome de pessoa mais longo, em caracteres",
    maxRoom: "nome de sala mais longo, em caracteres",
    maxRooms: "salas em que uma sessão pode estar ao mesmo tempo",
    maxTotalSendQueue:
      "bytes que podem esperar por todos os leitores juntos; havendo mais, sai quem tem mais",
    maxPings: "pings sem resposta depois dos quais a conexão é dada por perdida",
    maxConnections: "conexões ao todo; 0 é quantas o sistema deixa um programa ter",
    maxPending:
      "conexões sem nome; acima disso, as mais antigas que não o dizem em um segundo são desconectadas",
    maxPerAddress: "conexões de um endereço ao mesmo tempo; em IPv6, de uma rede (/64)",
    maxPerMinute: "conexões novas de um endereço em um minuto",
    maxRegistrations: "contas registradas de um endereço em uma hora; em um dia, 2,5 vezes isso",
    limitLoopback: "aplica os limites de um endereço também às conexões desta máquina",
    connectHost: "endereço do servidor, ou vários: a,b:4000,[::1]:4000; qualquer um serve",
    connectPort: "porta do servidor",
    passwordFile: "arquivo com a senha de um nome registrado; ou dê-a em CHAT_PASSWORD",
    name: "seu nome; sem ele, é perguntado",
    room: "sala em que se começa",
    tls: "cifra a conexão, e confere que o servidor é quem deve ser",
    ca: "autoridade que pode assinar o certificado do servidor, em PEM; veja chat cert",
    serverName: "nome para o qual o certificado deve ser, se não for o de --host",
    color: "cores: onde o terminal as tem e NO_COLOR não diz o contrário, sempre ou nunca",
    saveInput: "guarda o que se digita, sem senhas, para as setas da próxima vez",
    plain: "não redesenha nada: um evento por linha, sem cores; para leitores de tela",
    split: "envia em várias mensagens uma linha longa demais para uma só (entrada por pipe)",
    json: "fala JSON, uma mensagem por linha, para programas",
  },
};
