import type { CauseTexts, ErrorTexts } from "../texts/errors.ts";

/** Texts of errors by code, in Brazilian Portuguese. */
export const errorsPtBR: ErrorTexts = {
  bad_message: ({ value }) => `Mensagem inválida: ${value}`,
  unknown_type: ({ quoted }) => `Comando desconhecido: ${quoted} (veja /help)`,
  hello_required: ({ quoted }) =>
    `A primeira mensagem tem de ser "hello", uma só vez; chegou ${quoted}.`,
  unsupported_version: ({ quoted }) => `Versão do protocolo desconhecida: ${quoted}`,
  bad_name: ({ quoted }) => `Nome inválido: ${quoted}`,
  name_taken: ({ value }) => `O nome '${value}' já está em uso, ou é parecido com outro.`,
  password_required: ({ value }) => `O nome '${value}' exige senha: /login ${value}`,
  wrong_password: () => "Senha incorreta.",
  wrong_code: ({ room }) =>
    `Este convite para ${room} não vale: o código está errado, já foi usado, venceu ou foi cancelado. Peça outro.`,
  bad_password: () => "A senha deve ter pelo menos 8 caracteres e no máximo 1.024.",
  tls_required: () =>
    "Esta conexão não é criptografada, e outras pessoas poderiam ler a sua senha. Senhas só são aceitas com TLS.",
  logged_in: ({ value }) => `Você já está na conta ${value}. Saia dela antes com /logout.`,
  not_logged_in: () => "Você não está em uma conta: /login <nome>.",
  bad_room: ({ quoted }) => `Sala inválida: ${quoted}`,
  not_in_room: ({ room }) =>
    room ? `Você não está em ${room}.` : "Você não está em nenhuma sala: /join <sala>.",
  no_such_user: ({ value, room }) =>
    room ? `${value} não está em ${room}.` : `Não há ninguém com o nome '${value}'.`,
  no_such_room: ({ room }) => `A sala ${room} não existe.`,
  too_long: ({ count, limit }) => `Longo demais: ${count} caracteres (o limite é ${limit}).`,
  bad_text: ({ limit }) => `Acentos demais em uma só letra (o limite é ${limit}).`,
  frame_too_large: ({ count, limit }) =>
    `Frame grande demais: ${count} bytes (o limite é ${limit}).`,
  too_fast: ({ time }) => `Rápido demais: espere ${time}.`,
  too_many: ({ count, limit }) => `Demais: ${count} (o limite é ${limit}).`,
  not_stored: () => "A mensagem não foi gravada nem enviada. Tente de novo daqui a pouco.",
  busy: () => "O servidor está ocupado. Tente de novo daqui a pouco.",
  forbidden: () => "Não permitido.",
  muted: ({ where, detail }) => `Você não pode falar em ${where}${detail}.`,
  banned: ({ where, detail }) => `Você foi banido de ${where}${detail}.`,
  outcome_unknown: () =>
    "A conexão caiu antes da resposta, e o pedido sobre a conta não será repetido. Confira se deu certo e, se não deu, tente de novo.",
  not_found: () => "Não encontrado.",
  slow_reader: ({ count }) =>
    `Sua conexão não deu conta de receber tudo: ${count} bytes esperavam por você.`,
  idle: () => "Sem resposta há tempo demais.",
  timeout: () => "O tempo acabou.",
  shutting_down: () => "O servidor está encerrando.",
};

/** Texts of errors by cause, in Brazilian Portuguese. */
export const causesPtBR: CauseTexts = {
  spaces: ({ joined }) => `Sem espaços: tente ${joined}.`,
  length: ({ quoted, limit }) => `${quoted} é longo demais (o limite é de ${limit} caracteres).`,
  scripts: ({ quoted }) => `${quoted} mistura letras de alfabetos diferentes.`,
  characters: ({ quoted }) =>
    `${quoted} não serve: use só letras, números, '_', '-' e '.', começando por letra ou número.`,
  reserved: ({ value }) => `'${value}' é reservado.`,
  similar: ({ room }) => `Já existe uma sala com nome parecido com ${room}.`,
  text: ({ count, limit }) =>
    `Mensagem longa demais: ${count} caracteres (o limite é ${limit}). Não foi enviada.`,
  topic: ({ count, limit }) =>
    `Assunto longo demais: ${count} caracteres (o limite é ${limit}). Nada mudou.`,
  reason: ({ count, limit }) =>
    `Motivo longo demais: ${count} caracteres (o limite é ${limit}). Nada mudou.`,
  away: ({ count, limit }) =>
    `Texto longo demais: ${count} caracteres (o limite é ${limit}). Nada mudou.`,
  terms: ({ count, limit }) => `Busca longa demais: ${count} caracteres (o limite é ${limit}).`,
  rooms: ({ limit }) => `Você já está em ${limit} salas, que é o limite. Saia de uma antes.`,
  owned_rooms: ({ limit }) => `Salas demais para um só dono (o limite é ${limit}).`,
  rules: ({ where, limit }) =>
    `Já há banidos, silenciados, operadores, convites ou links demais em ${where} (o limite é ${limit}).`,
  words: ({ count, limit }) => `${count} palavras em uma só busca (o limite é ${limit}).`,
  resume: ({ count, limit }) => `Salas demais para retomar: ${count} (o limite é ${limit}).`,
  emoji: ({ limit }) => `Uma mensagem tem no máximo ${limit} emojis diferentes.`,
  connections: () => "O servidor está cheio. Tente de novo mais tarde.",
  address: ({ limit }) => `Conexões demais do seu endereço (o limite é ${limit}).`,
  pending: ({ limit }) =>
    `O servidor tem conexões demais que ainda não informaram um nome (o limite é ${limit}). Tente de novo.`,
  operators_only: ({ room }) => `Não permitido: é preciso ser operador de ${room}.`,
  owner_only: ({ room }) => `Não permitido: é preciso ser dono de ${room}.`,
  register_first: ({ room }) =>
    `Não permitido: é preciso ser dono de ${room}. Registre o seu nome (/register), e a sala será sua.`,
  server_operators_only: () => "Não permitido: é preciso ser operador do servidor.",
  outranked: ({ value }) => `Não permitido: ${value} tem permissão igual ou maior que a sua.`,
  no_account: ({ value }) => `${value} precisa antes registrar o nome (/register).`,
  invited_only: ({ room }) => `Não permitido: só entra em ${room} quem for convidado.`,
  lobby: ({ room }) => `Não permitido: ${room} é aberta a todos.`,
  self: () => "Não permitido: você não pode fazer isso consigo mesmo.",
  edit: () => "Não permitido: só quem escreveu a mensagem pode editá-la.",
  delete: () => "Não permitido: só quem escreveu a mensagem ou um operador pode apagá-la.",
  delete_direct: () => "Não permitido: só quem escreveu a mensagem pode apagá-la.",
  late: ({ time }) =>
    `Não permitido: você só pode editar ou apagar uma mensagem até ${time} depois de enviá-la.`,
  never: () => "Não permitido: neste servidor, não dá para editar nem apagar mensagens.",
  no_message: ({ value, where }) => `A mensagem ${value} de ${where} não existe ou foi apagada.`,
  no_ban: ({ value, where }) => `${value} não está banido de ${where}.`,
  no_mute: ({ value, where }) => `${value} já pode falar em ${where}.`,
  no_rights: ({ value, where }) => `${value} não é operador nem dono de ${where}.`,
  no_link: ({ room }) => `Esse link de convite para ${room} não existe.`,
  sign_in: () => "O tempo acabou: você não informou um nome.",
  frame: ({ count }) => `O tempo acabou: um frame ficou incompleto, com ${count} bytes.`,
  emoji_expected: ({ quoted }) => `${quoted} não é um emoji.`,
  id_expected: ({ quoted }) =>
    `${quoted} não indica uma mensagem: use o número dela, ou -1 para a última.`,
  number_expected: ({ quoted }) => `${quoted} não é um número maior que zero.`,
  range_expected: ({ quoted, limit }) => `${quoted} não é um número de 1 a ${limit}.`,
};
