/**
 * The texts in Brazilian Portuguese. They are data and functions from values to text, without other logic.
 *
 * @module
 */
import type { ChatTexts } from "../texts/catalogue.ts";
import { durationFormat } from "../texts/duration_format.ts";
import { fullScreenPtBR } from "./full_screen.ts";
import { timeFormat } from "../texts/time_format.ts";
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
    nameAskedFor: (name) => `Pediram o nome ${name}. Ele continua seu enquanto você estiver aqui.`,
    renamed: (name) => `Agora você se chama ${name}.`,
    searchWords: (count, most) => `${count} palavras em uma busca (no máximo ${most})`,
    displaced: (from, name) => `O nome ${from} foi registrado: agora você se chama ${name}.`,
    registered: (name) => `O nome ${name} agora é seu.`,
    loggedIn: (name) => `Você entrou na conta ${name}.`,
    passwordChanged: "Sua senha foi trocada.",
    loggedOut: (name) => `Você saiu da conta e agora se chama ${name}.`,
    guest: "convidado",
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
    time: timeFormat("pt-BR", { timeStyle: "short", hourCycle: "h23" }),
    edited: (name, moment) => `${name} editou${moment ? ` (${moment})` : ""}`,
    deleted: (by, author, moment) =>
      `${by} apagou uma mensagem${author ? ` de ${author}` : ""}${moment ? ` (${moment})` : ""}`,
    replying: (from, to) => to ? `${from}, em resposta a ${to}` : `${from}, em resposta`,
    noMessage: (id, where) => `A mensagem ${id} de ${where} não existe ou foi apagada.`,
    emojiLimit: (most) => `uma mensagem tem no máximo ${most} emojis diferentes`,
    refusedChange: {
      edit: "só quem escreveu a mensagem pode editá-la.",
      delete: "só quem escreveu a mensagem ou um operador pode apagá-la.",
      deleteDirect: "só quem escreveu a mensagem pode apagá-la.",
      late: (time) => `você só pode mudar uma mensagem sua até ${time} depois de enviá-la.`,
      never: "neste servidor, uma mensagem enviada não pode ser mudada.",
    },
    usage: (form) => `Uso: ${form}`,
    didYouMean: (word) => `; você quis dizer ${word}?`,
    noNumber: (value) => `${value} não é um número maior que zero.`,
    goodbye: "Até logo!",
    shuttingDown: "O servidor está encerrando.",
    moving: "Este servidor está parando; outro continua. Conecte-se de novo.",
    replaced: "Você entrou de novo por outra conexão.",
    accountChanged: "Sua conta foi alterada ou removida: entre de novo com a senha.",
    error: "ERRO",
    system: "SYS",
  },
  moderation: moderationPtBR,
  errors: {
    bad_message: (value) => `Mensagem inválida: ${value}`,
    unknown_type: (value) => `Comando desconhecido: ${value} (veja /help)`,
    hello_required: (value) => `Primeiro diga seu nome, uma só vez: ${value}`,
    unsupported_version: (value) => `Versão do protocolo desconhecida: ${value}`,
    bad_name: (value) =>
      `Nome inválido: ${value} (letras de um só alfabeto, números, '_', '-' e '.', sem espaços, até o limite; nenhum que pareça do servidor)`,
    name_taken: (value) => `O nome '${value}' já está em uso, ou parece um que está.`,
    password_required: (value) => `O nome '${value}' pede uma senha: /login ${value}`,
    wrong_password: () => "Senha incorreta.",
    wrong_code: (value) =>
      `Este convite para ${value} não vale: o código está errado, já foi usado, venceu ou foi cancelado. Peça outro.`,
    bad_password: () => "A senha deve ter pelo menos 8 caracteres e no máximo 1.024.",
    tls_required: () => "Outros poderiam ler a senha nesta conexão: ela só é aceita com TLS.",
    logged_in: (value) => `Você está na conta ${value}: saia dela antes com /logout.`,
    not_logged_in: () => "Você não está em uma conta: /login <nome>.",
    bad_room: (value) =>
      `Sala inválida: ${value} (letras de um só alfabeto, números, '_', '-' e '.', sem espaços, até o limite; nenhuma que pareça outra)`,
    not_in_room: (value) =>
      value ? `Você não está em ${value}.` : "Você não está em sala nenhuma: /join <sala>.",
    no_such_user: (value) => `Não há ninguém com o nome '${value}'.`,
    no_such_room: (value) => `A sala ${value} não existe.`,
    too_long: (value) => `Longo demais: ${value}`,
    bad_text: (value) => `Acentos demais em uma só letra: no máximo ${value}.`,
    frame_too_large: (value) => `Quadro grande demais: ${value}`,
    too_fast: (value) => `Rápido demais: espere ${value}.`,
    too_many: (value) => `Demais: ${value}`,
    not_stored: () => "A mensagem não foi guardada nem enviada; diga de novo daqui a pouco.",
    busy: (value) =>
      value === ""
        ? "O servidor está ocupado; tente de novo."
        : `Já há pedidos demais na fila (${value}); tente de novo.`,
    forbidden: (value) => `Não permitido: ${value}`,
    muted: (value) => `Você não pode falar em ${value}.`,
    banned: (value) => `Você foi banido de ${value}.`,
    outcome_unknown: () =>
      "A conexão caiu: o pedido sobre a conta não será repetido e pode ter sido atendido ou não. Confira e, se for preciso, peça de novo.",
    not_found: (value) => `Nada a desfazer: ${value}`,
    slow_reader: (value) => `Você lê devagar demais: ${value} esperavam por você.`,
    idle: () => "Sem resposta há tempo demais.",
    timeout: (value) => `O tempo acabou: ${value}`,
    shutting_down: () => "O servidor está encerrando.",
  },
  groups: {
    rooms: "Salas",
    messages: "Mensagens",
    account: "Nome e conta",
    moderation: "Cuidar das salas",
    program: "Programa",
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
    join: "vai para uma sala, criada se não existe; com o código de um convite, para uma fechada",
    watch: "acompanha mais uma sala, sem sair da sua",
    unwatch: "deixa de acompanhar uma sala",
    leave: "sai desta sala, ou de outra das suas; fecha uma conversa privada",
    list: "lista as salas: primeiro as que têm gente, depois as vazias",
    who: "diz quem está na sala, ou em outra das suas",
    whois: "mostra uma pessoa: conta, há quanto tempo está on-line e sem falar, se está ausente",
    msg: "fala com uma pessoa só",
    r: "responde à última mensagem privada",
    query: "abre a conversa privada com uma pessoa e, se quiser, já diz algo",
    ignore: "esconde tudo o que uma pessoa diz; sem nome, lista quem você ignora",
    unignore: "volta a mostrar as mensagens de uma pessoa",
    nick: "muda de nome",
    away: "marca você como ausente, com um texto; sem texto, você está de volta",
    history: "mostra as últimas mensagens da sala",
    search: "procura nas mensagens",
    me: "diz o que você está fazendo: /me acena",
    reply: "responde a uma mensagem: -1 é a última da sala, -2 a anterior",
    edit: "muda o texto de uma mensagem sua: -1 é a sua última",
    delete: "apaga uma mensagem sua: -1 é a sua última; operadores apagam qualquer uma, pelo id",
    react: "reage a uma mensagem com um emoji; com - antes do emoji, tira a reação",
    register: "guarda o seu nome só para você",
    login: "usa um nome registrado",
    passwd: "troca a sua senha",
    logout: "continua sem o seu nome registrado",
    bell: "quando o sinal toca: nunca, por você, por todos",
    clear: "limpa a tela",
    quiet: "esconde quem entra e quem sai",
    reconnect: "conecta de novo, já",
    full: "mostra salas, mensagens e pessoas em tela cheia",
    line: "volta a mostrar a conversa em linhas",
    ...moderationCommandsPtBR,
    help: "mostra esta ajuda, ou o que um comando faz",
    quit: "desconecta (também: sair)",
  },
  full: fullScreenPtBR,
  client: {
    connected: (address) => `[OK] Conectado a ${address}`,
    cannotConnect: (address, reason) => `Não foi possível conectar a ${address}: ${reason}`,
    noAnswer: (seconds) => `o servidor não respondeu em ${seconds} s`,
    closedEarly: "o servidor fechou a conexão sem responder",
    askName: "Informe seu nome de usuário: ",
    askPassword: "Senha: ",
    askNewPassword: "Nova senha: ",
    askAgain: "Repita a senha: ",
    passwordsDiffer: "As senhas não coincidem.",
    passwordCancelled: "Cancelado: nada mudou.",
    passwordRule: "A senha deve ter de 8 a 1.024 caracteres.",
    passwordErased: "A senha foi apagada da tela. Digite-a de novo; ela não vai aparecer.",
    notInLine: "Dê o comando sem a senha: ela é pedida em seguida, sem aparecer.",
    notUtf8: "não é UTF-8, nem UTF-16 com marca de ordem de bytes",
    cannotRead: (path, reason) => `Não foi possível ler ${path}: ${reason}`,
    prompt: "Você: ",
    nameMissing: "Sem terminal, diga o nome com --name",
    passwordNeeded: (name) =>
      `O nome '${name}' pede uma senha: diga-a com --password-file ou CHAT_PASSWORD`,
    joined: (name, room) => `${name} entrou em ${room}.`,
    left: (name, room) => `${name} saiu de ${room}.`,
    renamed: (from, name) => `${from} agora se chama ${name}.`,
    lost: (wait) => `Conexão perdida; nova tentativa em ${wait}.`,
    failed: (error, wait) => `${error}; nova tentativa em ${wait}.`,
    retrying: (form) => `O cliente vai tentando; com ${form} você volta já com outro nome.`,
    isAway: (name, text) => `${name} está ausente: ${text}`,
    returning: (name) => `Voltando como ${name}…`,
    silent: (wait) => `O servidor parou de responder; nova tentativa em ${wait}.`,
    back: (count) =>
      count === 0
        ? "De volta; você não perdeu nada."
        : count === 1
        ? "De volta; você perdeu 1 mensagem, que está acima."
        : `De volta; você perdeu ${count} mensagens, que estão acima.`,
    historyGap: (room) => `Parte do que foi dito em ${room} enquanto isso não foi guardada.`,
    newMessages: "novas",
    moreNew: "Há mais mensagens novas antes destas: /history mostra.",
    nowhere:
      "Você não está em nenhuma sala. /join <sala> entra em uma; /list mostra quais existem.",
    noRoom: "sem sala",
    unread: "Não lidas: ",
    recentEnd: (room) => `Fim das mensagens anteriores de ${room}.`,
    earlier: (room, count) =>
      count === 0
        ? `Não há nada antes disso em ${room}.`
        : count === 1
        ? `A mensagem antes dessas em ${room}:`
        : `As ${count} mensagens antes dessas em ${room}:`,
    reacted: ({ from, emoji, removed, author, id }) => {
      const message = author === undefined ? `mensagem ${id}` : `mensagem de ${author}`;
      return removed
        ? `${from} tirou ${emoji} da ${message}`
        : `${from} reagiu com ${emoji} à ${message}`;
    },
    wasEdited: "(editada)",
    moment: timeFormat("pt-BR", { dateStyle: "short", timeStyle: "short", hourCycle: "h23" }),
    cannotRemember: (path, reason) =>
      `Não foi possível guardar o que se digita em ${path}: ${reason}`,
    help: "Comandos:",
    tryingAt: (time, error = "Sem conexão") =>
      `${error}; nova tentativa às ${time} (/reconnect tenta já)`,
    connecting: "Conectando…",
    tryingAgain: "Conectando de novo…",
    waiting: "Aguardando o servidor…",
    paced: (count) =>
      count === 1
        ? "1 mensagem espera a vez, no ritmo do servidor…"
        : `${count} mensagens esperam a vez, no ritmo do servidor…`,
    unsentFrom: (first) => `Interrompido; não foi enviado a partir de ${first}`,
    unsent: (count, first, hasChanges) =>
      count === 1
        ? `1 ${hasChanges ? "alteração" : "mensagem"} não foi enviada: ${first}`
        : `${count} mensagens ${
          hasChanges ? "ou alterações " : ""
        }não foram enviadas, a partir de ${first}`,
    watching: (room) => `Você acompanha ${room}.`,
    unwatched: (room) => `Você só fica em ${room} até ir para outra sala.`,
    notWatching: (room) => `Você não acompanha ${room}.`,
    bell: (mode) =>
      ({
        off: "O sinal nunca toca.",
        msg: "O sinal toca quando falam com você ou dizem seu nome.",
        all: "O sinal toca a cada mensagem dos outros.",
      })[mode],
    nowIn: (room) => `Agora você está em ${room}.`,
    noSender: "Ninguém mandou mensagem privada para você ainda.",
    ignoring: (name) => `Você não verá mais as mensagens de ${name} (/unignore ${name} desfaz).`,
    unignored: (name) => `Você voltou a ver as mensagens de ${name}.`,
    ignored: (names) =>
      names.length === 0 ? "Você não ignora ninguém." : `Você ignora: ${names.join(", ")}`,
    notIgnored: (name) => `Você não ignora ${name}.`,
    quiet: (isOn) => isOn ? "Entradas e saídas não aparecem." : "Entradas e saídas aparecem.",
    cannotKeep: (path, reason) =>
      `Vale só até você sair: não foi possível gravar ${path}: ${reason}`,
    sendLines: (count) => `Enviar ${count} linhas em uma mensagem? [s/N]`,
    sendWord: (word) => `Enviar "${word}" como mensagem? Para sair, use /quit. [s/N]`,
    yes: "sS",
    interrupted: "Ctrl+C de novo para sair.",
    cannotSuspend: "Ctrl+Z não funciona com deno task. Abra o cliente com ./chat connect.",
    searching: (text, isFound) => `(busca${isFound ? "" : ", nada encontrado"}: ${text}) `,
    notSent: "Não foi enviada; continua na linha.",
    day: (at) => new Date(at).toLocaleDateString("pt-BR", { dateStyle: "full" }),
    queued: "Sem conexão: será dito quando ela voltar.",
    lineNotText: (number) =>
      `A linha ${number} não foi enviada: não é UTF-8, nem UTF-16 com marca de ordem de bytes`,
    notJson: (line) => `Não é um objeto JSON com "type": ${line}`,
    unreadable: () => "O servidor enviou algo que não se entende.",
  },
};
