import type { SystemTexts } from "../texts/system.ts";

/** Texts of errors of the operating system in Brazilian Portuguese. */
export const systemPtBR: SystemTexts = {
  refused: "nenhum servidor respondeu nesse endereço",
  reset: "a conexão foi interrompida",
  timeout: "não houve resposta a tempo",
  unreachable: "não há rota até esse endereço; confira a rede",
  noHost: "endereço não encontrado; confira se o nome está certo",
  lookupFailed: "não deu para consultar o nome; confira a rede e o DNS",
  addressInUse: "outro programa já está usando essa porta",
  foreignAddress: "esse endereço não é desta máquina",
  denied: "permissão negada",
  privilegedPort:
    "permissão negada; as portas abaixo de 1024 são do administrador: use uma mais alta",
  missing: "arquivo não encontrado",
  notDirectory: "parte do caminho é um arquivo, não um diretório",
  isDirectory: "é um diretório, não um arquivo",
  exists: "já existe um arquivo com esse nome",
  full: "o disco está cheio",
  readOnly: "o disco só permite leitura",
  tooManyOpen: "há arquivos e conexões abertos demais (veja ulimit -n)",
  noMemory: "falta memória",
  inputOutput: "não foi possível ler ou gravar no disco",
  nameTooLong: "o nome é longo demais",
  linkLoop: "os links simbólicos formam um ciclo",
  inUse: "está em uso por outro programa",
  invalid: "o sistema não aceita esse valor",
  unsupported: "esta máquina não aceita endereços desse tipo",
};
