(** The public codes, from their recipes to their words, and codes given as a bare matrix. To be read. *)
From Coq Require Import Arith ZArith List String Mergesort Orders Bool Lia.
From Superproof Require Import Statement Hashes.
Import ListNotations.
Open Scope Z_scope.

Inductive recipe :=
| Identity (size : nat)
| Hadamard (rows columns : nat) (seed : Z)
| ConstantWeight (rows columns weight : nat) (seed : Z)
| RandomSigns (rows columns : nat) (seed : Z)
| ReedSolomon (field blocks degree columns : nat)
| Bare (M : matrix) (columns : nat).

(** Three short forms of a code: 0/1 words by the numbers of their ones; rows of the Hadamard matrix of order 2^k by
    their numbers; words in full. *)
Inductive short_code :=
| Ones (rows : nat) (supports : list (list nat))
| HadamardRows (k : nat) (numbers : list nat) (columns : nat)
| Full (rows : nat) (words : list vector).

Definition member (j : nat) (l : list nat) : bool := existsb (Nat.eqb j) l.
Definition indicator (n : nat) (l : list nat) : vector := map (fun e => if member e l then 1 else 0) (seq 0 n).

(** Entry (r, j) of the Hadamard matrix: (-1)^(number of common ones among the k lowest binary digits of r and j). *)
Fixpoint sign (k r j : nat) : Z :=
  match k with
  | O => 1
  | S k' => (if Nat.odd r && Nat.odd j then -1 else 1) * sign k' (Nat.div2 r) (Nat.div2 j)
  end.

Definition code_of (c : short_code) : code :=
  match c with
  | Ones rows supports => Code rows (map (indicator rows) supports)
  | HadamardRows k numbers columns =>
      Code (List.length numbers) (map (fun j => map (fun r => sign k r j) numbers) (seq 0 columns))
  | Full rows words => Code rows words
  end.

(** [count] words of 64 bits of the public stream label/seed. *)
Definition public_words (label : string) (seed : Z) (count : nat) : list word :=
  shake256 (text ("superproof-1/" ++ label ++ "/" ++ decimal seed)) count.

(* ---------------------------------------------------------------- Hadamard *)

Module ByWord <: TotalLeBool.
  Definition t := (word * nat)%type.
  Definition leb (a b : t) : bool :=
    let '(h, l, i) := a in let '(h', l', j) := b in
    (h <? h') || (h =? h') && ((l <? l') || (l =? l') && Nat.leb i j).
  Theorem leb_total : forall a b, leb a b = true \/ leb b a = true.
  Proof.
    intros [[h l] i] [[h' l'] j]. unfold leb. rewrite !orb_true_iff, !andb_true_iff, !orb_true_iff, !andb_true_iff.
    rewrite !Z.ltb_lt, !Z.eqb_eq, !Nat.leb_le. lia.
  Qed.
End ByWord.
Module Sorting := Sort ByWord.

(** The numbers of the [rows] smallest public words (ties by number), ascending. *)
Definition row_numbers (k rows : nat) (seed : Z) : list nat :=
  let order := (2 ^ k)%nat in
  let words := public_words ("hadamard/" ++ natural order) seed order in
  let chosen := map snd (firstn rows (Sorting.sort (combine words (seq 0 order)))) in
  filter (fun r => member r chosen) (seq 0 order).

(* ---------------------------------------------------------------- constant weight *)

(** The rank-th number that is not in the ascending list [chosen]. *)
Fixpoint unused (chosen : list nat) (rank : nat) : nat :=
  match chosen with [] => rank | c :: chosen' => if Nat.leb c rank then unused chosen' (S rank) else rank end.
Fixpoint put (e : nat) (l : list nat) : list nat :=
  match l with [] => [e] | a :: l' => if Nat.leb e a then e :: l else a :: put e l' end.
(** (2^32 high + low) mod rows. *)
Definition remainder (d : word) (rows : nat) : nat :=
  let r := Z.of_nat rows in Z.to_nat ((fst d mod r * Z.shiftl 1 32 + snd d) mod r).
(** Draw k of a word picks among the rows that the draws before it left over, in ascending order. *)
Fixpoint draw (rows : nat) (draws : list word) (chosen : list nat) : list nat :=
  match draws with
  | [] => chosen
  | d :: draws' => draw (rows - 1) draws' (put (unused chosen (remainder d rows)) chosen)
  end.
Fixpoint chunks (columns weight : nat) (l : list word) : list (list word) :=
  match columns with O => [] | S c => firstn weight l :: chunks c weight (skipn weight l) end.
Definition constant_weight (rows columns weight : nat) (seed : Z) : list (list nat) :=
  let label := ("constant-weight/" ++ natural rows ++ "/" ++ natural weight)%string in
  map (fun d => draw rows d []) (chunks columns weight (public_words label seed (columns * weight))).

(* ---------------------------------------------------------------- random signs, Reed-Solomon, bare *)

(** Bit r mod 64 of public word r / 64 of the stream of column j; 1 means -1. *)
Definition bits (d : word) : list bool :=
  map (fun i => Z.testbit (snd d) (Z.of_nat i)) (seq 0 32) ++ map (fun i => Z.testbit (fst d) (Z.of_nat i)) (seq 0 32).
Definition random_signs (rows : nat) (seed : Z) (j : nat) : vector :=
  let stream := public_words ("random-signs/" ++ natural j) seed (S (rows / 64)) in
  map (fun b : bool => if b then -1 else 1) (firstn rows (flat_map bits stream)).

(** p(x) mod q, where the [degree] coefficients of p are the digits of i in base q, least significant first. *)
Fixpoint polynomial (degree q i x : nat) : nat :=
  match degree with
  | O => O
  | S d => ((i mod q + x * polynomial d q (i / q) x) mod q)%nat
  end.
Definition reed_solomon (field blocks degree i : nat) : list nat :=
  map (fun x => (x * field + polynomial degree field i x)%nat) (seq 0 blocks).

Definition columns_of (M : matrix) (columns : nat) : list vector :=
  map (fun j => map (fun row => nth j row 0) M) (seq 0 columns).

(* ---------------------------------------------------------------- from recipe to code *)

Definition short_of (r : recipe) : short_code :=
  match r with
  | Identity size => Ones size (map (fun j => [j]) (seq 0 size))
  | Hadamard rows columns seed =>
      let k := Nat.log2_up (Nat.max rows columns) in HadamardRows k (row_numbers k rows seed) columns
  | ConstantWeight rows columns weight seed => Ones rows (constant_weight rows columns weight seed)
  | RandomSigns rows columns seed => Full rows (map (random_signs rows seed) (seq 0 columns))
  | ReedSolomon field blocks degree columns => Ones (blocks * field) (map (reed_solomon field blocks degree) (seq 0 columns))
  | Bare M columns => Full (List.length M) (columns_of M columns)
  end.

Definition expand (r : recipe) : code := code_of (short_of r).
