(** The program: from documents and evidence to a claim with the digests of problem and network.
    To be read: [evidence], [claim] and the theorem [certified] at the end. *)
From Coq Require Import ZArith List String Bool Lia.
From Superproof Require Import Statement Codes Documents Digesting Lists Arrays Received Trees Branch Enumerate Attained Contracts.
Import ListNotations.
Open Scope Z_scope.

(** What a certificate may offer: nothing but the wish to see all inputs tried; or one tree an output; or trees and the
    inputs that attain the margin, None where no output is 1, or 0, on any admissible input; or codes for the levels of
    gates but the last. *)
Inductive evidence :=
| AllInputs
| CaseTrees (trees : list tree)
| CaseTreesAndMargin (trees : list tree) (least most : option witness)
| HiddenCodes (codes : list recipe).

(** The margin where one is claimed: the least score of outputs that are 1, the largest of those that are 0. *)
Record claim := Claim { about_problem : string; about_network : string; with_margin : option (option Z * option Z) }.

Definition short_network_of (n : network_document) : short_network :=
  ShortNetwork (short_of (input_recipe n)) (document_layers n) (short_of (output_recipe n)) (document_threshold n).

Definition successor (s : Z) : Z := s + 1.

Definition apart (theta : Z) (least most : option Z) : bool :=
  match least with Some t => theta <=? t | None => true end && match most with Some f => f <? theta | None => true end.

Definition attained (p : problem) (n : short_network) (truth : bool) (o : option witness) : bool :=
  match o with Some t => attains p n truth t | None => true end.

(** The margin that the evidence shows, or no answer. *)
Definition shown (p : problem) (n : short_network) (e : evidence) : option (option (option Z * option Z)) :=
  match e with
  | AllInputs => match check_enumerate p n with Some w => Some (Some w) | None => None end
  | CaseTrees trees => if check_branch (fun _ => Some (short_threshold n)) p n trees then Some None else None
  | CaseTreesAndMargin trees least most =>
      let t := option_map at_score least in
      let f := option_map at_score most in
      if apart (short_threshold n) t f && attained p n true least && attained p n false most
         && check_branch (fun truth => if truth then t else option_map successor f) p n trees
      then Some (Some (t, f)) else None
  | HiddenCodes codes => if check_contracts p n (map short_of codes) then Some None else None
  end.

Definition certify (p : problem_document) (n : network_document) (e : evidence) : option claim :=
  let found := beside
    (fun _ => if canonical n then Some (problem_digest_by_pieces p, network_digest_by_pieces n) else None)
    (fun _ => shown (problem_of p) (short_network_of n) e) in
  match found with
  | (Some digests, Some margin) => Some (Claim (fst digests) (snd digests) margin)
  | _ => None
  end.

(* ---------------------------------------------------------------- its correctness *)

Lemma keeps_computes p n : keeps p n (fun _ => Some (threshold n)) -> computes p n.
Proof.
  intros [S K]. split; auto. intros y A. specialize (K y A).
  induction K as [|b s bs ss (limit & E & L) K IH]; auto. cbn [map]. injection E as <-. f_equal; auto.
Qed.

Lemma keeps_margin p n least most : apart (threshold n) least most = true ->
  keeps p n (fun truth => if truth then least else option_map successor most) ->
  computes p n /\
  (forall y i s, admissible p y -> scored p n y i true s -> exists t, least = Some t /\ t <= s) /\
  (forall y i s, admissible p y -> scored p n y i false s -> exists f, most = Some f /\ s <= f).
Proof.
  unfold apart. intros Ap [S K]. apply andb_prop in Ap as [A1 A2].
  assert (Each : forall y i b s, admissible p y -> scored p n y i b s ->
    kept (fun truth => if truth then least else option_map successor most) b s).
  { intros y i b s A [S1 S2]. specialize (K y A). clear - K S1 S2. revert i S1 S2.
    induction K as [|b' s' bs ss Q K IH]; intros [|i] S1 S2; try discriminate; cbn [nth_error] in *.
    - injection S1 as ->. injection S2 as ->. exact Q.
    - apply (IH i); auto. }
  repeat split; auto.
  - intros y A. specialize (K y A). clear Each A. induction K as [|b s bs ss (limit & E & L) K IH]; auto. cbn [map].
    f_equal; auto. destruct b.
    + rewrite E in A1. apply Z.leb_le in A1, L. apply Z.leb_le. lia.
    + destruct most as [f|]; [|discriminate]. injection E as <-. apply Z.leb_gt in L. apply Z.ltb_lt in A2.
      apply Z.leb_gt. unfold successor in L. lia.
  - intros y i s A Q. destruct (Each y i true s A Q) as (limit & E & L). exists limit. split; auto. apply Z.leb_le. exact L.
  - intros y i s A Q. destruct (Each y i false s A Q) as (limit & E & L). destruct most as [f|]; [|discriminate].
    injection E as <-. exists f. split; auto. apply Z.leb_gt in L. unfold successor in L. lia.
Qed.

Lemma shown_sound p n e m : shown p n e = Some m ->
  computes p (network_of_short n) /\ forall t f, m = Some (t, f) -> margin p (network_of_short n) t f.
Proof.
  destruct e as [|trees|trees least most|codes]; cbn [shown]; intros H.
  - destruct (check_enumerate p n) as [[t f]|] eqn:E; [|discriminate]. injection H as <-.
    apply check_enumerate_sound in E as [E1 E2]. split; auto. intros t' f' Q. injection Q as <- <-. exact E2.
  - destruct (check_branch _ p n trees) eqn:E; [|discriminate]. injection H as <-. apply check_branch_sound in E.
    split; [|discriminate]. apply keeps_computes. exact E.
  - destruct (apart _ _ _ && _ && _ && _) eqn:E; [|discriminate]. injection H as <-.
    apply andb_prop in E as [E B]. apply andb_prop in E as [E Af]. apply andb_prop in E as [Ap At].
    apply check_branch_sound in B. apply keeps_margin in B as (B1 & B2 & B3); auto. split; auto.
    intros t f Q. injection Q as <- <-. split; [exact B2|split; [exact B3|split]].
    + intros s Hs. destruct least as [w|]; [|discriminate]. injection Hs as <-. apply attains_sound. exact At.
    + intros s Hs. destruct most as [w|]; [|discriminate]. injection Hs as <-. apply attains_sound. exact Af.
  - destruct (check_contracts p n _) eqn:E; [|discriminate]. injection H as <-. split; [|discriminate].
    exact (check_contracts_sound _ _ _ E).
Qed.

(** THE THEOREM: what the program prints is true of the documents that have the digests that it prints, and these
    determine them ([problem_digests] and [network_digests] in Determined.v). *)
Theorem certified p n e c : certify p n e = Some c ->
  canonical n = true /\ about_problem c = problem_digest p /\ about_network c = network_digest n /\
  computes (problem_of p) (network_of n) /\
  forall t f, with_margin c = Some (t, f) -> margin (problem_of p) (network_of n) t f.
Proof.
  unfold certify, beside. destruct (canonical n) eqn:C; [|discriminate].
  destruct (shown _ _ e) as [m|] eqn:E; [|discriminate]. intros H. injection H as <-. apply shown_sound in E as [E1 E2].
  split; [reflexivity|split; [apply problem_digest_spec|split; [apply network_digest_spec|split; [exact E1|exact E2]]]].
Qed.

