(** Octets, text, SHA-256 (FIPS 180-4) and SHAKE-256 (FIPS 202): definitions only, to be read or to be tested.
    Octets and 32-bit words are integers; nothing here exceeds 2^40, so that 63-bit integers will do. *)
From Coq Require Import ZArith List String Ascii DecimalString Bool.
Import ListNotations.
Open Scope Z_scope.

Definition text (s : string) : list Z := map (fun c => Z.of_nat (nat_of_ascii c)) (list_ascii_of_string s).
Definition decimal (z : Z) : string := NilEmpty.string_of_int (Z.to_int z).
Definition natural (n : nat) : string := decimal (Z.of_nat n).

(* ---------------------------------------------------------------- SHA-256 *)

Definition mask : Z := 4294967295.
Definition rotr (n x : Z) : Z := Z.lor (Z.shiftr x n) (Z.shiftl (Z.land x (Z.shiftl 1 n - 1)) (32 - n)).
Definition xor3 (a b c : Z) : Z := Z.lxor a (Z.lxor b c).
Definition big0 x := xor3 (rotr 2 x) (rotr 13 x) (rotr 22 x).
Definition big1 x := xor3 (rotr 6 x) (rotr 11 x) (rotr 25 x).
Definition small0 x := xor3 (rotr 7 x) (rotr 18 x) (Z.shiftr x 3).
Definition small1 x := xor3 (rotr 17 x) (rotr 19 x) (Z.shiftr x 10).
Definition ch x y z := Z.lxor (Z.land x y) (Z.land (Z.lxor x mask) z).
Definition maj x y z := xor3 (Z.land x y) (Z.land x z) (Z.land y z).

Definition constants : list Z :=
  [1116352408; 1899447441; 3049323471; 3921009573; 961987163; 1508970993; 2453635748; 2870763221;
   3624381080; 310598401; 607225278; 1426881987; 1925078388; 2162078206; 2614888103; 3248222580;
   3835390401; 4022224774; 264347078; 604807628; 770255983; 1249150122; 1555081692; 1996064986;
   2554220882; 2821834349; 2952996808; 3210313671; 3336571891; 3584528711; 113926993; 338241895;
   666307205; 773529912; 1294757372; 1396182291; 1695183700; 1986661051; 2177026350; 2456956037;
   2730485921; 2820302411; 3259730800; 3345764771; 3516065817; 3600352804; 4094571909; 275423344;
   430227734; 506948616; 659060556; 883997877; 958139571; 1322822218; 1537002063; 1747873779;
   1955562222; 2024104815; 2227730452; 2361852424; 2428436474; 2756734187; 3204031479; 3329325298].
Definition initial : list Z := [1779033703; 3144134277; 1013904242; 2773480762; 1359893119; 2600822924; 528734635; 1541459225].

(** One round: [window] are the words t..t+15 of the schedule. *)
Definition round (sw : list Z * list Z) (k : Z) : list Z * list Z :=
  match sw with
  | ([a; b; c; d; e; f; g; h], w0 :: window) =>
      let t1 := h + big1 e + ch e f g + k + w0 in
      let t2 := big0 a + maj a b c in
      let w16 := small1 (nth 13 window 0) + nth 8 window 0 + small0 (nth 0 window 0) + w0 in
      ([Z.land (t1 + t2) mask; a; b; c; Z.land (d + t1) mask; e; f; g], window ++ [Z.land w16 mask])
  | _ => sw
  end.
Definition compress (H block : list Z) : list Z :=
  map (fun ab => Z.land (fst ab + snd ab) mask) (combine H (fst (fold_left round constants (H, block)))).

(** The 16 words of 64 octets, and what is left of the message. *)
Fixpoint block (k : nat) (m acc : list Z) : list Z * list Z :=
  match k, m with
  | S k', a :: b :: c :: d :: m' => block k' m' (Z.shiftl a 24 + Z.shiftl b 16 + Z.shiftl c 8 + d :: acc)
  | _, _ => (rev' acc, m)
  end.
Fixpoint blocks (fuel : nat) (H m : list Z) : list Z :=
  match fuel, m with
  | S n, _ :: _ => let (b, m') := block 16 m [] in blocks n (compress H b) m'
  | _, _ => H
  end.

Definition octets (n : nat) (z : Z) : list Z :=                         (* little-endian, two's complement *)
  map (fun i => Z.land (Z.shiftr z (8 * Z.of_nat i)) 255) (seq 0 n).

Definition count (m : list Z) : Z := fold_left (fun n _ => n + 1) m 0.
Definition sha256 (m : list Z) : list Z :=
  let length := count m in
  let zeros := Z.to_nat (Z.land (55 - length) 63) in
  let padded := rev_append (rev_append m []) (128 :: repeat 0 zeros ++ rev (octets 8 (8 * length))) in
  blocks (Z.to_nat (count padded)) initial padded.

Definition hex_digit (d : Z) : ascii := ascii_of_nat (Z.to_nat (if d <? 10 then 48 + d else 87 + d)).
Definition hex (H : list Z) : string :=
  string_of_list_ascii (flat_map (fun w => map (fun i => hex_digit (Z.land (Z.shiftr w (28 - 4 * Z.of_nat i)) 15)) (seq 0 8)) H).

Example sha256_of_abc :
  hex (sha256 (text "abc")) = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"%string.
Proof. vm_compute. reflexivity. Qed.

(* ---------------------------------------------------------------- SHAKE-256 *)

(** A state is the list of the 25 lanes A[x, y] at place x + 5 y; a lane, or word of 64 bits, is the pair of its high and
    low 32 bits. *)
Definition word : Type := (Z * Z)%type.
Definition wxor (a b : word) : word := (Z.lxor (fst a) (fst b), Z.lxor (snd a) (snd b)).
Definition wand (a b : word) : word := (Z.land (fst a) (fst b), Z.land (snd a) (snd b)).
Definition wnot (a : word) : word := (Z.lxor (fst a) mask, Z.lxor (snd a) mask).
(** The upper word of a b shifted left by n < 32. *)
Definition funnel (a b n : Z) : Z := Z.lor (Z.shiftl (Z.land a (Z.shiftl 1 (32 - n) - 1)) n) (Z.shiftr b (32 - n)).
Definition rotl (x : word) (n : Z) : word :=
  let (h, l) := x in
  if n <? 32 then (funnel h l n, funnel l h n) else (funnel l h (n - 32), funnel h l (n - 32)).
Definition lane {A} (d : A) (L : list A) (x y : nat) : A := nth (x mod 5 + 5 * (y mod 5))%nat L d.
Definition zero : word := (0, 0).
Definition xs : list nat := [0; 1; 2; 3; 4]%nat.
Definition each (f : nat -> nat -> word) : list word := flat_map (fun y => map (fun x => f x y) xs) xs.

Definition offsets : list Z := [0; 1; 62; 28; 27; 36; 44; 6; 55; 20; 3; 10; 43; 25; 39; 41; 45; 15; 21; 8; 18; 2; 61; 56; 14].
Definition round_constants : list word :=
  [(0, 1);
   (0, 32898);
   (2147483648, 32906);
   (2147483648, 2147516416);
   (0, 32907);
   (0, 2147483649);
   (2147483648, 2147516545);
   (2147483648, 32777);
   (0, 138);
   (0, 136);
   (0, 2147516425);
   (0, 2147483658);
   (0, 2147516555);
   (2147483648, 139);
   (2147483648, 32905);
   (2147483648, 32771);
   (2147483648, 32770);
   (2147483648, 128);
   (0, 32778);
   (2147483648, 2147483658);
   (2147483648, 2147516545);
   (2147483648, 32896);
   (0, 2147483649);
   (2147483648, 2147516424)].

Definition theta (A : list word) : list word :=
  let C := map (fun x => fold_left wxor (map (lane zero A x) [1; 2; 3; 4]%nat) (lane zero A x 0)) xs in
  let D := map (fun x => wxor (lane zero C (x + 4) 0) (rotl (lane zero C (x + 1) 0) 1)) xs in
  each (fun x y => wxor (lane zero A x y) (lane zero D x 0)).

(** B[y, 2 x + 3 y] = A[x, y] rotated, that is B[x, y] comes from A[x + 3 y, x]. *)
Definition rho_pi (A : list word) : list word :=
  each (fun x y => rotl (lane zero A (x + 3 * y) x) (lane 0 offsets (x + 3 * y) x)).

Definition chi (B : list word) : list word :=
  each (fun x y => wxor (lane zero B x y) (wand (wnot (lane zero B (x + 1) y)) (lane zero B (x + 2) y))).

Definition iota (A : list word) (c : word) : list word := match A with a :: A' => wxor a c :: A' | [] => [] end.

Definition keccak (A : list word) : list word := fold_left (fun A c => iota (chi (rho_pi (theta A))) c) round_constants A.

(** The 17 lanes of a block of 136 octets, little-endian. *)
Definition half (octets : list Z) : Z := fold_right (fun o z => o + 256 * z) 0 (firstn 4 octets).
Fixpoint lanes (k : nat) (octets : list Z) : list word :=
  match k with
  | O => []
  | S k' => (half (skipn 4 octets), half octets) :: lanes k' (skipn 8 octets)
  end.

(** A message of fewer than 136 octets, with the suffix of SHAKE and its padding. *)
Definition absorbed (message : list Z) : list word :=
  let padded := message ++ [31] ++ repeat 0 (135 - List.length message) in
  let block := lanes 17 (firstn 136 padded) in
  let flipped := map (fun i => wxor (nth i block zero) (if Nat.eqb i 16 then (Z.shiftl 1 31, 0) else zero)) (seq 0 17) in
  keccak (flipped ++ repeat zero 8).

Fixpoint squeeze (blocks : nat) (A : list word) : list word :=
  match blocks with O => [] | S b => firstn 17 A ++ squeeze b (keccak A) end.

(** The first [count] words of SHAKE-256 of a short message, little-endian. *)
Definition shake256 (message : list Z) (count : nat) : list word := firstn count (squeeze (S (count / 17)) (absorbed message)).

Example shake256_of_nothing : shake256 [] 2 = [(328050699, 735951174); (619396724, 3946789667)].
Proof. vm_compute. reflexivity. Qed.
