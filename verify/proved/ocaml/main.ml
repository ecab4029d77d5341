(* Not trusted: reads problem, network and evidence as text, asks the proved program, prints its claim. A misreading gives
   another digest, which whoever asks compares. Status: 0 a claim, 3 none, 4 a number beyond 63 bits or too little memory,
   5 the text cannot be read. *)
open Certifier

exception Unreadable of string

let channel = if Array.length Sys.argv > 1 then open_in_bin Sys.argv.(1) else stdin
let buffer = Bytes.create 65536
let filled = ref 0
let place = ref 0

let peek () =
  if !place >= !filled then begin filled := input channel buffer 0 65536; place := 0 end;
  if !filled = 0 then '\000' else Bytes.get buffer !place

let word () =
  while (match peek () with ' ' | '\n' -> true | _ -> false) do incr place done;
  let found = Buffer.create 16 in
  while (match peek () with ' ' | '\n' | '\000' -> false | _ -> true) do
    Buffer.add_char found (peek ()); incr place
  done;
  Buffer.contents found

let integer () =
  let text = word () in
  let digits = if String.length text > 0 && text.[0] = '-' then 1 else 0 in
  if String.length text = digits then raise (Unreadable "an integer is missing");
  String.iteri (fun i c -> if i >= digits && (c < '0' || c > '9') then raise (Unreadable ("no integer: " ^ text))) text;
  match int_of_string_opt text with Some i when i <> min_int -> i | _ -> raise Machine.Overflow

let natural () = let i = integer () in if i < 0 then raise (Unreadable "a negative number") else i

let list count one =
  let rec go k found = if k = 0 then List.rev found else let x = one () in go (k - 1) (x :: found) in
  go count []

let counted one = let count = natural () in list count one

let gate () =
  let kind = word () in
  let inputs = counted natural in
  match kind, inputs with
  | "and", l -> And l
  | "or", l -> Or l
  | "xor", [a; b] -> Xor (a, b)
  | "andnot", [a; b] -> Andnot (a, b)
  | "copy", [a] -> Copy a
  | _ ->
      match String.index_opt kind '-' with
      | Some 7 when String.sub kind 0 7 = "atleast" -> AtLeast (int_of_string (String.sub kind 8 (String.length kind - 8)), inputs)
      | _ -> raise (Unreadable ("a gate of kind " ^ kind))

let problem kind =
  match kind with
  | "gates" -> let m = natural () in let v = natural () in Gates (m, v, counted gate)
  | "permutation" -> let v = natural () in let images = counted natural in Permutation (images, v)
  | "circuit" -> let m = natural () in let v = natural () in Circuit (m, v, counted (fun () -> counted gate))
  | other -> raise (Unreadable ("a problem of kind " ^ other))

let matrix () =
  let rows = natural () in
  let columns = natural () in
  columns, list rows (fun () -> list columns integer)

let code () =
  match word () with
  | "identity" -> Identity (natural ())
  | "hadamard" -> let r = natural () in let c = natural () in Hadamard (r, c, integer ())
  | "constant-weight" ->
      let r = natural () in let c = natural () in let w = natural () in ConstantWeight (r, c, w, integer ())
  | "random-signs" -> let r = natural () in let c = natural () in RandomSigns (r, c, integer ())
  | "reed-solomon" ->
      let q = natural () in let b = natural () in let d = natural () in ReedSolomon (q, b, d, natural ())
  | "tensor" -> let columns, rows = matrix () in Bare (rows, columns)
  | other -> raise (Unreadable ("a code of family " ^ other))

let layer () =
  let _, weights = matrix () in
  { weights; bias = counted integer }

let network () =
  let input_recipe = code () in
  let document_layers = counted layer in
  let output_recipe = code () in
  { input_recipe; document_layers; output_recipe; document_threshold = integer () }

let bit () = match natural () with 0 -> false | 1 -> true | _ -> raise (Unreadable "a bit that is neither 0 nor 1")

let float64 () =
  let negative = bit () in
  let exponent = integer () in
  { negative; exponent; fraction = integer () }

let neuron columns =
  let stored_rectifies = bit () in
  let stored_offset = float64 () in
  { stored_row = list columns float64; stored_offset; stored_rectifies }

let format () =
  match word () with
  | "float16" -> Float16
  | "bfloat16" -> Bfloat16
  | "float32" -> Float32
  | "float64" -> Float64
  | other -> raise (Unreadable ("numbers of format " ^ other))

let float_network () =
  let stored_format = format () in
  let stored_strict = bit () in
  let stored_layers = counted (fun () -> let rows = natural () in let columns = natural () in list rows (fun () -> neuron columns)) in
  { stored_format; stored_strict; stored_layers; stored_thresholds = counted float64 }

let places () = let kept = natural () in let drop = natural () in (kept, drop)

let float_evidence () =
  let machines_too = bit () in
  { machines_too; places = counted places }

let rec tree () =
  match integer () with
  | -1 -> Leaf
  | j -> let off = tree () in let on = tree () in Split (j, off, on)

let witness () =
  match word () with
  | "none" -> None
  | "at" ->
      let at_output = natural () in
      let at_score = integer () in
      Some { at_output; at_active = counted natural; at_score }
  | other -> raise (Unreadable ("an input that is " ^ other))

let evidence () =
  match word () with
  | "inputs" -> AllInputs
  | "trees" -> CaseTrees (counted tree)
  | "margin" -> let least = witness () in let most = witness () in CaseTreesAndMargin (counted tree, least, most)
  | "contracts" -> HiddenCodes (counted code)
  | other -> raise (Unreadable ("evidence of kind " ^ other))

let at_end () = if word () <> "" then raise (Unreadable "more text than a problem, a network and evidence")

(* Trusted, from here to the next function: prints what [certify] and [certify_floats] answer. *)
let shown = function None -> "none" | Some z -> string_of_int z

let no_claim () = print_endline "no claim"; exit 3

let print = function
  | None -> no_claim ()
  | Some c ->
      Printf.printf "problem %s\nnetwork %s\n" c.about_problem c.about_network;
      (match c.with_margin with
       | None -> ()
       | Some (least, most) -> Printf.printf "margin %s %s\n" (shown least) (shown most));
      print_endline "computes"

let print_floats = function
  | None -> no_claim ()
  | Some c ->
      let least, most = c.excess in
      Printf.printf "problem %s\nnetwork %s\n" c.of_problem c.of_network;
      Printf.printf "excess %s %s\nplaces %d\n" (shown least) (shown most) c.margin_scale;
      if c.as_executed then print_endline "executed";
      print_endline "computes"

let () =
  (* Most of what is kept is made once: a young generation of 8 MB. What is kept is gone through again and again to find
     garbage: more seldom, where there is memory for more garbage than what is kept. *)
  let small = match in_channel_length channel with size -> size < 1 lsl 26 | exception Sys_error _ -> false in
  Gc.set { (Gc.get ()) with Gc.minor_heap_size = 1 lsl 20; Gc.space_overhead = (if small then 200 else 80) };
  try
    match word () with
    | "floats" ->
        let p = problem (word ()) in
        let n = float_network () in
        let e = float_evidence () in
        at_end ();
        print_floats (certify_floats p n e)
    | kind ->
        let p = problem kind in
        let n = network () in
        let e = evidence () in
        at_end ();
        print (certify p n e)
  with
  | Unreadable reason -> prerr_endline reason; exit 5
  | Machine.Overflow -> prerr_endline "a number leaves 63 bits"; exit 4
  | Out_of_memory | Stack_overflow -> prerr_endline "too little memory or stack"; exit 4
  | Machine.Killed signal ->
      prerr_endline
        (if signal = Sys.sigkill then "one of its two processes was killed, as the system does where memory ends"
         else "one of its two processes was ended by signal " ^ string_of_int signal ^ " (as OCaml counts them)");
      exit 4
