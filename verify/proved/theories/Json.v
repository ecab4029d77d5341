(** The JSON that is hashed determines the problem, and the recipes and threshold of a network. *)
From Coq Require Import ZArith List String Ascii DecimalString DecimalZ Bool Lia.
From Superproof Require Import Statement Hashes Codes Documents.
Import ListNotations.
Open Scope Z_scope.

(* ---------------------------------------------------------------- text and numbers *)

Lemma text_app a b : text (a ++ b) = (text a ++ text b)%list.
Proof. unfold text. induction a as [|c a IH]; [reflexivity|]. cbn. f_equal. exact IH. Qed.

Lemma text_injective a : forall b, text a = text b -> a = b.
Proof.
  induction a as [|c a IH]; intros [|d b] E; try discriminate; [reflexivity|]. injection E as E1 E2.
  apply Nat2Z.inj in E1. rewrite <- (ascii_nat_embedding c), <- (ascii_nat_embedding d), E1. f_equal. apply IH. exact E2.
Qed.

(** Octets of decimal numbers: digits, and a minus. *)
Definition numeral (o : Z) : bool := (o =? 45) || ((48 <=? o) && (o <=? 57)).

Lemma digits_numeral u : Forall (fun o => numeral o = true) (text (NilEmpty.string_of_uint u)).
Proof. induction u; constructor; auto. Qed.

Lemma decimal_numeral z : Forall (fun o => numeral o = true) (text (decimal z)).
Proof. unfold decimal. destruct (Z.to_int z) as [u|u]; [|constructor; auto]; apply digits_numeral. Qed.

Lemma decimal_injective y z : decimal y = decimal z -> y = z.
Proof.
  unfold decimal. intros E. apply DecimalZ.to_int_inj. apply (f_equal NilEmpty.int_of_string) in E.
  rewrite !NilEmpty.isi in E. injection E as E. exact E.
Qed.

Lemma decimal_not_empty z : text (decimal z) <> [].
Proof.
  intros E. change [] with (text "") in E. apply text_injective in E. unfold decimal in E.
  apply (f_equal NilEmpty.int_of_string) in E. rewrite NilEmpty.isi in E. cbn in E. injection E as E.
  assert (Z0 := DecimalZ.of_to z). rewrite E in Z0. cbn in Z0. subst z. discriminate.
Qed.

(** What comes after a number is neither digit nor minus. *)
Definition ends (s : list Z) : bool := match s with o :: _ => negb (numeral o) | [] => true end.

Lemma number_ends y z s t : text (decimal y) ++ s = text (decimal z) ++ t -> ends s = true -> ends t = true -> y = z /\ s = t.
Proof.
  intros E S T. assert (Y := decimal_numeral y). assert (Z' := decimal_numeral z).
  enough (text (decimal y) = text (decimal z) /\ s = t) as [F ->].
  { split; auto. apply decimal_injective, text_injective, F. }
  revert Y Z' E. generalize (text (decimal y)) (text (decimal z)).
  induction l as [|a l IH]; intros [|b l'] Y Z' E; cbn [app] in E; auto.
  - subst s. inversion Z' as [|? ? B]. cbn in S. rewrite B in S. discriminate.
  - subst t. inversion Y as [|? ? A]. cbn in T. rewrite A in T. discriminate.
  - injection E as -> E. inversion Y. inversion Z'. destruct (IH l') as [-> ->]; auto.
Qed.

Lemma natural_ends a b s t : text (natural a) ++ s = text (natural b) ++ t -> ends s = true -> ends t = true -> a = b /\ s = t.
Proof. intros E S T. destruct (number_ends _ _ _ _ E S T) as [H ->]. split; auto. apply Nat2Z.inj. exact H. Qed.

(* ---------------------------------------------------------------- lists *)

(** What comes after a member of a list: a comma or the bracket. *)
Definition goes_on (s : list Z) : Prop := match s with o :: _ => o = 44 \/ o = 93 | [] => False end.

Lemma goes_on_ends s : goes_on s -> ends s = true.
Proof. destruct s; cbn; [auto|]. intros [-> | ->]; reflexivity. Qed.

(** Members can be told from what comes after them, and begin like members. *)
Definition told {A} (form : A -> list Z) : Prop :=
  (forall a b s t, goes_on s -> goes_on t -> form a ++ s = form b ++ t -> a = b /\ s = t) /\
  (forall a, match form a with o :: _ => o <> 93 | [] => False end).

Definition more_members (forms : list (list Z)) : list Z := flat_map (fun f => 44 :: f) forms.
Definition members (forms : list (list Z)) : list Z :=
  match forms with [] => [] | f :: forms' => f ++ more_members forms' end.

Lemma more_members_go_on forms s : goes_on (more_members forms ++ text "]" ++ s).
Proof. destruct forms; cbn; auto. Qed.

Lemma told_more {A} (form : A -> list Z) : told form -> forall l l' s t,
  more_members (map form l) ++ text "]" ++ s = more_members (map form l') ++ text "]" ++ t -> l = l' /\ s = t.
Proof.
  intros [T _]. induction l as [|a l IH]; intros [|b l'] s t E; try discriminate;
    cbn [map more_members flat_map app] in E.
  - apply app_inv_head in E. auto.
  - injection E as E. rewrite <- !app_assoc in E.
    apply T in E as [-> E]; try apply more_members_go_on. apply IH in E as [-> ->]. auto.
Qed.

Lemma told_list {A} (form : A -> list Z) : told form -> forall l l' s t,
  members (map form l) ++ text "]" ++ s = members (map form l') ++ text "]" ++ t -> l = l' /\ s = t.
Proof.
  intros T. assert (N := proj2 T). intros [|a l] [|b l'] s t E; cbn [members map app] in E.
  - apply app_inv_head in E. auto.
  - specialize (N b). destruct (form b); [contradiction|]. injection E as E _. congruence.
  - specialize (N a). destruct (form a); [contradiction|]. injection E as E _. congruence.
  - rewrite <- !app_assoc in E. apply (proj1 T) in E as [-> E]; try apply more_members_go_on.
    apply (told_more form T) in E as [-> ->]. auto.
Qed.

Lemma json_list_members l : text (json_list l) = text "[" ++ members (map text l) ++ text "]".
Proof.
  unfold json_list. rewrite !text_app. f_equal. f_equal. destruct l as [|a l]; [reflexivity|]. cbn [map members]. revert a.
  induction l as [|b l IH]; intros a.
  - cbn. rewrite app_nil_r. reflexivity.
  - change (String.concat "," (a :: b :: l)) with (a ++ "," ++ String.concat "," (b :: l))%string.
    rewrite !text_app, IH. reflexivity.
Qed.

Lemma array_members {A} (form : A -> list Z) l :
  told form -> array (map form l) = text "[" ++ members (map form l) ++ text "]".
Proof.
  intros [_ N]. unfold array. f_equal. f_equal. destruct l as [|a l]; [reflexivity|]. cbn [map members]. revert a.
  induction l as [|b l IH]; intros a.
  - cbn. rewrite app_nil_r. reflexivity.
  - change (fold_right _ [] (form a :: map form (b :: l))) with
      (let m := fold_right (fun a m => match m with [] => a | _ => a ++ text "," ++ m end) [] (form b :: map form l) in
       match m with [] => form a | _ => form a ++ text "," ++ m end).
    cbv zeta. rewrite IH. cbn [map more_members flat_map]. specialize (N b). destruct (form b); [contradiction|]. reflexivity.
Qed.

Lemma natural_told : told (fun n => text (natural n)).
Proof.
  split.
  - intros a b s t S T E. apply natural_ends; auto using goes_on_ends.
  - intros a. assert (D := decimal_numeral (Z.of_nat a)). assert (N := decimal_not_empty (Z.of_nat a)). unfold natural.
    destruct (text (decimal (Z.of_nat a))) as [|o l]; [contradiction|]. inversion D as [|? ? H]. intros ->. discriminate.
Qed.

Lemma array_ends {A} (form : A -> list Z) : told form -> forall l l' s t,
  array (map form l) ++ s = array (map form l') ++ t -> l = l' /\ s = t.
Proof.
  intros T l l' s t. rewrite !(array_members form), <- !app_assoc by exact T. intros E. apply app_inv_head in E.
  exact (told_list form T _ _ _ _ E).
Qed.

Lemma naturals_ends l l' s t : text (naturals l) ++ s = text (naturals l') ++ t -> l = l' /\ s = t.
Proof.
  unfold naturals. rewrite !json_list_members, !map_map, <- !app_assoc. intros E. apply app_inv_head in E.
  exact (told_list _ natural_told _ _ _ _ E).
Qed.

Lemma same_constant l a b s t : text (l ++ a) ++ s = text (l ++ b) ++ t -> text a ++ s = text b ++ t.
Proof. rewrite !text_app, <- !app_assoc. apply app_inv_head. Qed.

Lemma same_number y z a b s t : text (decimal y ++ a) ++ s = text (decimal z ++ b) ++ t ->
  ends (text a ++ s) = true -> ends (text b ++ t) = true -> y = z /\ text a ++ s = text b ++ t.
Proof. rewrite !text_app, <- !app_assoc. apply number_ends. Qed.

Lemma same_natural m n a b s t : text (natural m ++ a) ++ s = text (natural n ++ b) ++ t ->
  ends (text a ++ s) = true -> ends (text b ++ t) = true -> m = n /\ text a ++ s = text b ++ t.
Proof. intros E S T. destruct (same_number _ _ _ _ _ _ E S T) as [H ->]. split; auto. apply Nat2Z.inj. exact H. Qed.

(** What follows from an equation E of octets: constants that are the same, and numbers, are taken off. *)
Ltac constants E := repeat lazymatch type of E with
  | text (?l ++ _) ++ _ = text (?l ++ _) ++ _ => apply same_constant in E
  | text ?l ++ _ = text ?l ++ _ => apply app_inv_head in E
  | text (String _ _ ++ _) ++ _ = text (String _ _ ++ _) ++ _ => discriminate E
  | text (String _ _) ++ _ = text (String _ _ ++ _) ++ _ => discriminate E
  | text (String _ _ ++ _) ++ _ = text (String _ _) ++ _ => discriminate E
  | text (String _ _) ++ _ = text (String _ _) ++ _ => discriminate E
  end.
Ltac number E := let H := fresh in
  lazymatch type of E with
  | text (natural _ ++ _) ++ _ = _ => apply same_natural in E as [H E]
  | text (decimal _ ++ _) ++ _ = _ => apply same_number in E as [H E]
  | text (natural _) ++ _ = _ => apply natural_ends in E as [H E]
  end; [subst|reflexivity..].
Ltac read E := constants E; repeat (number E; constants E).

Definition quoted_kind (g : gate) : string :=
  match g with
  | And _ => """and""" | Or _ => """or""" | Xor _ _ => """xor""" | Andnot _ _ => """andnot""" | Copy _ => """copy"""
  | AtLeast k _ => """atleast-" ++ natural k ++ """"
  end.

Lemma quoted_kind_ends a b s t : text (quoted_kind a) ++ s = text (quoted_kind b) ++ t ->
  (wires a = wires b -> a = b) /\ s = t.
Proof. destruct a, b; cbn [quoted_kind wires]; intros E; read E; split; congruence. Qed.

Lemma gate_form g : json_of_gate g =
  text "[" ++ (text (quoted_kind g) ++ more_members (map (fun n => text (natural n)) (wires g))) ++ text "]".
Proof. destruct g; unfold json_of_gate; rewrite json_list_members; cbn [map members]; rewrite ?map_map; reflexivity. Qed.

Lemma gate_told : told json_of_gate.
Proof.
  split; [|intros a; rewrite gate_form; discriminate].
  intros a b s t _ _. rewrite !gate_form, <- !app_assoc. intros E. apply app_inv_head in E.
  apply quoted_kind_ends in E as [W E]. apply (told_more _ natural_told) in E as [E ->]. auto.
Qed.

Lemma gates_told : told json_of_gates.
Proof.
  split; [|intros l; unfold json_of_gates; rewrite array_members by exact gate_told; discriminate].
  intros a b s t _ _. apply array_ends, gate_told.
Qed.

Theorem problem_determined p q : json_of_problem p = json_of_problem q -> p = q.
Proof.
  destruct p as [m v gs|is v|m v ls], q as [m' v' gs'|is' v'|m' v' ls']; intros E;
    unfold json_of_problem in E; rewrite <- !app_assoc in E; read E.
  - apply (array_ends _ gate_told) in E as [-> E]. read E. reflexivity.
  - apply (array_ends _ natural_told) in E as [-> E]. read E. reflexivity.
  - apply (array_ends _ gates_told) in E as [-> E]. read E. reflexivity.
Qed.

(* ---------------------------------------------------------------- networks: the header *)

(** Equal but for the entries of bare codes. *)
Definition alike (r r' : recipe) : Prop := match r, r' with Bare _ _, Bare _ _ => True | _, _ => r = r' end.

Lemma recipe_ends r r' s t : text (json_of_recipe r) ++ s = text (json_of_recipe r') ++ t -> alike r r' /\ s = t.
Proof. destruct r, r'; intros E; unfold json_of_recipe in E; read E; cbn; auto. Qed.

Lemma header_ends a b z a' b' z' s t :
  text ("superproof-network-1" ++ json_list [json_list [json_of_recipe a; json_of_recipe b]; decimal z]) ++ s =
  text ("superproof-network-1" ++ json_list [json_list [json_of_recipe a'; json_of_recipe b']; decimal z']) ++ t ->
  alike a a' /\ alike b b' /\ z = z' /\ s = t.
Proof.
  unfold json_list. cbn [String.concat]. rewrite !text_app, <- !app_assoc. intros E. constants E.
  apply recipe_ends in E as [A E]. constants E. apply recipe_ends in E as [B E]. constants E.
  apply number_ends in E as [-> E]; [|reflexivity..]. constants E. auto.
Qed.
