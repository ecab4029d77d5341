(** What documents say, as problems and networks, and the digests that name them. To be read. *)
From Coq Require Import ZArith List String Bool.
From Superproof Require Import Statement Hashes Codes.
Import ListNotations.
Open Scope Z_scope.

(** Output images[j] of a permutation repeats feature j. *)
Inductive problem_document :=
| Gates (inputs sparsity : nat) (gates : list gate)
| Permutation (images : list nat) (sparsity : nat)
| Circuit (inputs sparsity : nat) (levels : list (list gate)).

Record network_document := NetworkDocument {
  input_recipe : recipe; document_layers : list layer; output_recipe : recipe; document_threshold : Z }.

Fixpoint place_of (i : nat) (images : list nat) : nat :=
  match images with [] => O | a :: images' => if Nat.eqb a i then O else S (place_of i images') end.

Definition problem_of (p : problem_document) : problem :=
  match p with
  | Gates inputs sparsity gates => Problem inputs sparsity [gates] false
  | Permutation images sparsity =>
      let m := List.length images in
      Problem m sparsity [map (fun i => Copy (place_of i images)) (seq 0 m)] false
  | Circuit inputs sparsity levels => Problem inputs sparsity levels true
  end.

Definition network_of (n : network_document) : network :=
  Network (expand (input_recipe n)) (document_layers n) (expand (output_recipe n)) (document_threshold n).

(* ---------------------------------------------------------------- JSON with sorted keys and no spaces *)

Definition json_list (members : list string) : string := ("[" ++ String.concat "," members ++ "]")%string.
Definition naturals (l : list nat) : string := json_list (map natural l).

Definition json_of_recipe (r : recipe) : string :=
  match r with
  | Identity size => "{""family"":""identity"",""size"":" ++ natural size ++ "}"
  | Hadamard rows columns seed =>
      "{""columns"":" ++ natural columns ++ ",""family"":""hadamard"",""rows"":" ++ natural rows
      ++ ",""seed"":" ++ decimal seed ++ "}"
  | ConstantWeight rows columns weight seed =>
      "{""columns"":" ++ natural columns ++ ",""family"":""constant-weight"",""rows"":" ++ natural rows
      ++ ",""seed"":" ++ decimal seed ++ ",""weight"":" ++ natural weight ++ "}"
  | RandomSigns rows columns seed =>
      "{""columns"":" ++ natural columns ++ ",""family"":""random-signs"",""rows"":" ++ natural rows
      ++ ",""seed"":" ++ decimal seed ++ "}"
  | ReedSolomon field blocks degree columns =>
      "{""blocks"":" ++ natural blocks ++ ",""columns"":" ++ natural columns ++ ",""degree"":" ++ natural degree
      ++ ",""family"":""reed-solomon"",""field"":" ++ natural field ++ "}"
  | Bare _ _ => """tensor"""
  end%string.

(** Long lists are put together as octets. *)
Definition array (members : list (list Z)) : list Z :=
  text "[" ++ fold_right (fun a m => match m with [] => a | _ => a ++ text "," ++ m end) [] members ++ text "]".

Definition json_of_gate (g : gate) : list Z :=
  let named kind l := text (json_list (("""" ++ kind ++ """")%string :: map natural l)) in
  match g with
  | And l => named "and" l | Or l => named "or" l | Xor a b => named "xor" [a; b]
  | Andnot a b => named "andnot" [a; b] | Copy a => named "copy" [a]
  | AtLeast k l => named ("atleast-" ++ natural k) l
  end%string.
Definition json_of_gates (gates : list gate) : list Z := array (map json_of_gate gates).

Definition json_of_problem (p : problem_document) : list Z :=
  text "{""format"":""superproof-problem-1"","
  ++ match p with
     | Gates inputs sparsity gates =>
         text """gates"":" ++ json_of_gates gates
         ++ text (",""inputs"":" ++ natural inputs ++ ",""kind"":""gates"",""sparsity"":" ++ natural sparsity)
     | Permutation images sparsity =>
         text """images"":" ++ array (map (fun i => text (natural i)) images)
         ++ text (",""kind"":""permutation"",""sparsity"":" ++ natural sparsity)
     | Circuit inputs sparsity levels =>
         text ("""inputs"":" ++ natural inputs ++ ",""kind"":""circuit"",""levels"":")
         ++ array (map json_of_gates levels) ++ text (",""sparsity"":" ++ natural sparsity)
     end
  ++ text "}".

(* ---------------------------------------------------------------- digests *)

Definition vector_octets (v : vector) (more : list Z) : list Z :=
  fold_right (fun z m => fold_right cons m (octets 8 z)) more v.
Definition matrix_octets (M : matrix) (columns : nat) (more : list Z) : list Z :=
  text (naturals [List.length M; columns]) ++ fold_right vector_octets more M.
Definition layer_octets (l : layer) (more : list Z) : list Z :=
  matrix_octets (weights l) (List.length (hd [] (weights l)))
    (text (naturals [List.length (bias l)]) ++ vector_octets (bias l) more).
Definition bare_octets (r : recipe) (more : list Z) : list Z :=
  match r with Bare M columns => matrix_octets M columns more | _ => more end.

Definition problem_digest (p : problem_document) : string := hex (sha256 (json_of_problem p)).

Definition network_octets (n : network_document) : list Z :=
  let codes := json_list [json_of_recipe (input_recipe n); json_of_recipe (output_recipe n)] in
  text ("superproof-network-1" ++ json_list [codes; decimal (document_threshold n)])
  ++ fold_right layer_octets (bare_octets (input_recipe n) (bare_octets (output_recipe n) [])) (document_layers n).
Definition network_digest (n : network_document) : string := hex (sha256 (network_octets n)).

(** Networks that these octets determine ([network_determined] in Determined.v): rows as long as the matrix is said to be
    wide, and entries of 64 bits. Problems are determined all of them. *)
Definition sign_bit : Z := 63.
Definition in_64_bits (z : Z) : bool := let high := Z.shiftr z sign_bit in (high =? 0) || (high =? -1).
Definition canonical_matrix (M : matrix) (columns : nat) : bool :=
  all_of_length columns M && forallb (forallb in_64_bits) M.
Definition canonical_layer (l : layer) : bool :=
  canonical_matrix (weights l) (List.length (hd [] (weights l))) && forallb in_64_bits (bias l).
Definition canonical_code (r : recipe) : bool := match r with Bare M columns => canonical_matrix M columns | _ => true end.
Definition canonical (n : network_document) : bool :=
  forallb canonical_layer (document_layers n) && canonical_code (input_recipe n) && canonical_code (output_recipe n).
