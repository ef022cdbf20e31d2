/**
 * The texts in Brazilian Portuguese. They are data and functions from values to text, without other logic.
 *
 * @module
 */
import { GUEST_PREFIXES } from "../languages.ts";
import type { ChatTexts } from "../texts/catalogue.ts";
import { durationFormat } from "../texts/duration_format.ts";
import { dayPtBR, momentPtBR } from "./dates.ts";
import { listed } from "../texts/listed.ts";
import { fullScreenPtBR } from "./full_screen.ts";
import { numberFormat } from "../texts/number_format.ts";
import { timeOfDay } from "../texts/time_format.ts";
import { causesPtBR, errorsPtBR } from "./errors.ts";
import { moderationCommandsPtBR, moderationPtBR } from "./moderation.ts";

/** The texts of a chat. */
export const chatPtBR: ChatTexts = {
  chat: {
    joined: (room) => `Você entrou em ${room}.`,
    left: (room) => `Você saiu de ${room}.`,
    storedRooms: (rooms) => `Salas vazias: ${rooms.join(", ")}`,
    rooms: (rooms) =>
      `Salas ativas: ${rooms.map(({ name, members }) => `${name} (${members})`).join(", ")}`,
    members: (room, names) => `Em ${room}: ${names.join(", ")}`,
    memberAway: (name) => `${name} (ausente)`,
    away: (text) => `Agora você está ausente: ${text}`,
    back: "Você não está mais ausente.",
    user: {
      registered: "conta registrada",
      guest: "sem conta",
      online: (time) => `on-line há ${time}`,
      idle: (time) => `sem falar há ${time}`,
      away: (text) => `ausente: ${text}`,
      rooms: (rooms) => `salas em comum: ${rooms.join(", ")}`,
      noRooms: "nenhuma sala em comum",
      address: (address) => `endereço: ${address}`,
    },
    duration: durationFormat("pt-BR"),
    nameAskedFor: (name) =>
      `Outra pessoa pediu o nome ${name}. Ele continua seu enquanto você estiver on-line.`,
    renamed: (name) => `Agora você se chama ${name}.`,
    displaced: (from, name) => `O nome ${from} foi registrado: agora você se chama ${name}.`,
    registered: (name) => `O nome ${name} agora é seu.`,
    loggedIn: (name) => `Você entrou na conta ${name}.`,
    passwordChanged: "Sua senha foi trocada.",
    loggedOut: "Você saiu da conta.",
    guest: GUEST_PREFIXES["pt-BR"],
    history: (where, count) =>
      count === 1 ? `Última mensagem de ${where}:` : `Últimas ${count} mensagens de ${where}:`,
    noHistory: (where) => `Ainda não há mensagens em ${where}.`,
    found: (count) =>
      count === 0
        ? "Nada encontrado."
        : count === 1
        ? "1 mensagem encontrada:"
        : `${count} mensagens encontradas:`,
    foundPartly: "A busca demorou demais e parou antes do fim: pode haver mais mensagens.",
    privately: "privado",
    number: numberFormat("pt-BR"),
    time: timeOfDay,
    edited: (name, moment) => `${name} editou${moment ? ` (${moment})` : ""}`,
    deleted: (by, author, moment) =>
      `${by} apagou uma mensagem${author ? ` de ${author}` : ""}${moment ? ` (${moment})` : ""}`,
    replying: (from, to) => to ? `${from}, em resposta a ${to}` : `${from}, em resposta`,
    usage: (form) => `Uso: ${form}`,
    didYouMean: (word) => `; você quis dizer ${word}?`,
    goodbye: "Até logo!",
    shuttingDown: "O servidor está encerrando.",
    moving: "Este servidor está parando, e outro assume o lugar dele. Conecte-se de novo.",
    replaced: "Você entrou de novo por outra conexão.",
    accountChanged: "Sua conta foi alterada ou removida: entre de novo com a senha.",
    error: "ERRO",
    system: "SYS",
  },
  moderation: moderationPtBR,
  errors: errorsPtBR,
  causes: causesPtBR,
  groups: {
    rooms: "Salas",
    messages: "Mensagens",
    account: "Nome e conta",
    moderation: "Moderação",
    program: "Aplicativo",
  },
  arguments: {
    room: "sala",
    user: "usuário",
    name: "nome",
    nameOrAddress: "nome ou endereço",
    newName: "nome",
    message: "mensagem",
    terms: "termos",
    text: "texto",
    reason: "motivo",
    count: "n",
    id: "id",
    command: "comando",
    emoji: "emoji",
    minutes: "minutos",
    nameOrUses: "nome ou usos",
    code: "código",
    link: "link ou todos",
    password: "senha",
    oldPassword: "antiga",
    newPassword: "nova",
  },
  commands: {
    join:
      "entra em uma sala, que é criada se não existir; com um código de convite, em uma fechada",
    watch: "acompanha mais uma sala, sem sair da sua",
    unwatch: "deixa de acompanhar uma sala",
    leave: "sai desta sala ou de outra em que você está; fecha uma conversa privada",
    list: "lista as salas: primeiro as que têm gente, depois as vazias",
    who: "mostra quem está na sala, ou em outra em que você está",
    whois:
      "mostra quem é uma pessoa: conta, há quanto tempo está on-line e sem falar, se está ausente",
    msg: "envia uma mensagem privada",
    r: "responde à última mensagem privada",
    query: "abre uma conversa privada na tela cheia ou na página; com uma mensagem, já a envia",
    ignore: "esconde as mensagens de uma pessoa; sem nome, lista quem você ignora",
    unignore: "volta a mostrar as mensagens de uma pessoa",
    nick: "muda de nome",
    away: "marca você como ausente, com um texto; sem texto, como de volta",
    history: "mostra as últimas mensagens da sala",
    search: "busca nas mensagens",
    me: "diz o que você está fazendo: /me acena",
    reply: "responde a uma mensagem: -1 é a última da sala, -2 a anterior",
    edit: "edita uma mensagem sua: -1 é a sua última",
    delete: "apaga uma mensagem sua: -1 é a sua última; operadores apagam qualquer uma, pelo id",
    react: "reage a uma mensagem com um emoji; com - antes do emoji, remove a reação",
    register: "registra o seu nome com uma senha",
    login: "entra na conta de um nome registrado",
    passwd: "troca a sua senha",
    logout: "sai da conta e continua como convidado",
    bell:
      "escolhe quando tocar o aviso sonoro: nunca, só para você, sempre; notify: com notificação",
    clear: "limpa a tela",
    quiet: "esconde ou mostra quem entra e quem sai",
    reconnect: "reconecta agora",
    full: "mostra salas, mensagens e pessoas em tela cheia",
    line: "volta da tela cheia para as linhas",
    ...moderationCommandsPtBR,
    help: "mostra esta ajuda, ou explica um comando",
    quit: "desconecta (também: sair)",
  },
  full: fullScreenPtBR,
  client: {
    connected: (address) => `[OK] Conectado a ${address}`,
    cannotConnect: (address, reason) => `Não foi possível conectar a ${address}: ${reason}`,
    notAnswered: (address) => `Não foi possível conectar: nenhum servidor respondeu em ${address}`,
    noAnswer: (seconds) => `o servidor não respondeu em ${seconds} s`,
    closedEarly: "o servidor fechou a conexão sem responder",
    stoppedAnswering: "o servidor parou de responder",
    askName: "Informe seu nome de usuário: ",
    askPassword: "Senha: ",
    askAccountPassword: (name) => `${name} tem uma conta. Senha: `,
    askNewPassword: "Nova senha: ",
    askAgain: "Repita a senha: ",
    passwordsDiffer: "As senhas não coincidem.",
    passwordCancelled: "Cancelado: nada mudou.",
    passwordRule: "A senha deve ter de 8 a 1.024 caracteres.",
    passwordErased: "A senha foi apagada da tela. Digite-a de novo; ela não vai aparecer.",
    notInLine: "Digite o comando sem a senha: ela será pedida em seguida, sem aparecer na tela.",
    notUtf8: "não é UTF-8, nem UTF-16 com marca de ordem de bytes",
    cannotRead: (path, reason) => `Não foi possível ler ${path}: ${reason}`,
    prompt: "Você: ",
    nameMissing: "Sem terminal, informe o nome com --name",
    passwordNeeded: (name) =>
      `O nome '${name}' exige senha: informe-a com --password-file ou CHAT_PASSWORD`,
    users: (names, others) => listed([...names, ...(others > 0 ? [`mais ${others}`] : [])], "e"),
    moved: {
      joined: (users, count, room) => `${users} ${count === 1 ? "entrou" : "entraram"} em ${room}.`,
      left: (users, count, room) => `${users} ${count === 1 ? "saiu" : "saíram"} de ${room}.`,
      visited: (users, count, room) =>
        count === 1
          ? `${users} entrou em ${room} e saiu.`
          : `${users} entraram em ${room} e saíram.`,
      returned: (users, count, room) =>
        count === 1
          ? `${users} saiu de ${room} e voltou.`
          : `${users} saíram de ${room} e voltaram.`,
    },
    renamed: (from, name) => `${from} agora se chama ${name}.`,
    lost: (wait) => `Conexão perdida; nova tentativa em ${wait}.`,
    failed: (error, wait) => `${error}; nova tentativa em ${wait}.`,
    retrying: (form) => `Tentando de novo. Para voltar agora com outro nome, use ${form}.`,
    isAway: (name, text) => `${name} está ausente: ${text}`,
    returning: (name) => `Voltando como ${name}…`,
    silent: (wait) => `O servidor parou de responder; nova tentativa em ${wait}.`,
    back: (count) =>
      count === 0
        ? "Conexão restabelecida. Você não perdeu nada."
        : count === 1
        ? "Conexão restabelecida. Você perdeu 1 mensagem, que está acima."
        : `Conexão restabelecida. Você perdeu ${count} mensagens, que estão acima.`,
    historyGap: (room) => `Algumas mensagens que você perdeu em ${room} não estão mais guardadas.`,
    newMessages: "novas",
    moreNew: "Há mais mensagens novas antes destas: /history mostra.",
    nowhere:
      "Você não está em nenhuma sala. Entre em uma com /join <sala>; /list mostra as que existem.",
    noRoom: "sem sala",
    unread: "Não lidas: ",
    recentEnd: (room) => `Fim das mensagens anteriores de ${room}.`,
    earlier: (room, count) =>
      count === 0
        ? `Não há mensagens anteriores em ${room}.`
        : count === 1
        ? `A mensagem anterior em ${room}:`
        : `As ${count} mensagens anteriores em ${room}:`,
    reacted: ({ from, emoji, removed, author, id }) => {
      const message = author === undefined ? `mensagem ${id}` : `mensagem de ${author}`;
      return removed
        ? `${from} removeu ${emoji} da ${message}`
        : `${from} reagiu com ${emoji} à ${message}`;
    },
    wasEdited: "(editada)",
    moment: momentPtBR,
    cannotRemember: (path, reason) =>
      `Não foi possível salvar o histórico do que você digita em ${path}: ${reason}`,
    help: "Comandos:",
    helpHint: "/help mostra os comandos e as teclas.",
    tryingAt: (time, error = "Sem conexão") =>
      `${error}; nova tentativa às ${time} (/reconnect tenta agora)`,
    connecting: "Conectando…",
    tryingAgain: "Reconectando…",
    waiting: "Aguardando o servidor…",
    paced: (count) =>
      count === 1
        ? "1 mensagem na fila, no ritmo que o servidor permite…"
        : `${count} mensagens na fila, no ritmo que o servidor permite…`,
    unsentFrom: (first) => `Interrompido; nada foi enviado a partir de ${first}`,
    unsent: (count, first, hasChanges) =>
      count === 1
        ? `1 ${hasChanges ? "alteração" : "mensagem"} não foi enviada: ${first}`
        : `${count} mensagens ${
          hasChanges ? "ou alterações " : ""
        }não foram enviadas, a partir de ${first}`,
    watching: (room) => `Você acompanha ${room}.`,
    unwatched: (room) => `Você fica em ${room} só até ir para outra sala.`,
    notWatching: (room) => `Você não acompanha ${room}.`,
    bell: (mode) =>
      ({
        off: "O aviso sonoro está desligado.",
        msg: "O aviso sonoro toca nas mensagens privadas e quando mencionam você.",
        all: "O aviso sonoro toca a cada mensagem.",
        notify: "O aviso sonoro toca nas mensagens para você, e cada uma aparece como notificação.",
      })[mode],
    nowIn: (room) => `Agora você está em ${room}.`,
    privateInLines: (name) =>
      `No modo de linhas, escreva /msg ${name} e a mensagem. Em tela cheia (/full), a conversa privada fica à parte.`,
    noSender: "Você ainda não recebeu nenhuma mensagem privada.",
    ignoring: (name) =>
      `Você não verá mais as mensagens de ${name}. Para desfazer: /unignore ${name}`,
    unignored: (name) => `Você voltou a ver as mensagens de ${name}.`,
    ignored: (names) =>
      names.length === 0 ? "Você não ignora ninguém." : `Você ignora: ${names.join(", ")}`,
    notIgnored: (name) => `Você não ignora ${name}.`,
    quiet: (isOn) =>
      isOn ? "Entradas e saídas não aparecem mais." : "Entradas e saídas voltam a aparecer.",
    cannotKeep: (path, reason) =>
      `Isso vale só até você sair: não foi possível gravar ${path}: ${reason}`,
    sendLines: (count) => `Enviar as ${count} linhas juntas? [s/N]`,
    sendWord: (word) => `Enviar "${word}"? /quit sai. [s/N]`,
    yes: "sS",
    interrupted: "Aperte Ctrl+C de novo para sair.",
    cannotSuspend: "Ctrl+Z não funciona com deno task. Abra o cliente com ./chat connect.",
    searching: (text, isFound) => `(busca${isFound ? "" : ", nada encontrado"}: ${text}) `,
    notSent: "Não foi enviado. O texto continua na linha.",
    day: dayPtBR,
    queued: "Sem conexão. A mensagem será enviada quando a conexão voltar.",
    lineNotText: (number) =>
      `A linha ${number} não foi enviada: não é UTF-8, nem UTF-16 com marca de ordem de bytes`,
    notJson: (line) => `Não é um objeto JSON com "type": ${line}`,
    unreadable: () => "O servidor enviou algo que este cliente não entende.",
  },
};
