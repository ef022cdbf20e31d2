import { assertEquals } from "@std/assert";
import { resemblesPassword } from "./resembles_password.ts";

Deno.test("resemblesPassword finds password commands, mistyped ones included", () => {
  for (
    const line of [
      "/register cavalo certo",
      "/REGISTER cavalo",
      "/login Ana cavalo",
      "/passwd velha nova",
      "/regsiter cavalo",
      "/resgister cavalo",
      "/registe cavalo",
      "/lgoin Ana cavalo",
      "/logim Ana cavalo",
      "/pasword velha nova",
      "/registercavalo",
      "/regsitercavalo",
      "/regsitercavalo certo",
      "/registecavalo",
      "/registeercavalo",
      "/lgoincavalo",
      "/paswdcavalo",
      "/login: cavalo",
      "  /register cavalo",
      "/ register cavalo",
      "//register cavalo",
      "/senha cavalo",
      "/identify cavalo",
    ]
  ) assertEquals(resemblesPassword(line), true, line);
});

Deno.test("resemblesPassword finds the code of an invitation", () => {
  const code = "kZ0c1tN4T8yJxQ7mWb3RLA";
  for (const word of ["join", "JOIN", "j", "jion", "joing"]) {
    assertEquals(resemblesPassword(`/${word} segredo ${code} `), true, word);
  }
  assertEquals(resemblesPassword(`/join segredo ${code}x`), false);
  assertEquals(resemblesPassword(`/msg Ana ${code}`), false);
  assertEquals(resemblesPassword(code), false);
});

Deno.test("resemblesPassword lets other lines be recalled", () => {
  for (
    const line of [
      ...["", "/", "oi", "a senha do cofre", "/register", "/login", "/passwd"],
      ...["/join sala", "/jion sala", "/list", "/lsit x", "/msg Ana oi", "/mgs Ana oi", "/me ri"],
      ...["/lgoin", "/logi", "/regsiter", "/logoutt", "/passear"],
      ...["/w Ana oi", "/names sala", "/nmaes sala", "/exti x"],
      ...["/xyz abc", `/${"x".repeat(100)} abc`, "// register"],
    ]
  ) assertEquals(resemblesPassword(line), false, line);
});
